import {
  alertRuleNames,
  alertChannels as channelsOfEvents,
  severities as severitiesOfEvents,
} from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import { alertChannels, alertRules, alertSeverities } from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { nameRow } from '../rows.fixture.ts'
import { alertNotificationRow, alertRow, alertRuleChangeRow } from './alert-rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-05T00:00:00Z') })

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/old', '2026-01-01T00:00:00Z'),
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
    ],
  })
  await gateway.insert('alerts', {
    alerts: [
      alertRow('a', '2026-03-01T00:00:00Z', { revision: 1 }),
      alertRow('b', '2026-03-02T00:00:00Z', {
        repository_id: 2,
        repository: 'acme/web',
        severity: 'critical',
      }),
      alertRow('c', '2026-03-03T00:00:00Z', { rule: 'intake-silent', repository_id: null, repository: '' }),
      alertRow('d', '2026-03-04T00:00:00Z', { state: 'superseded' }),
    ],
    alert_notifications: [alertNotificationRow('a', 'n1', { status: 'sent', attempts: 2 })],
  })
  // Insertion order must not matter: the older revision comes last.
  await gateway.insert('alerts', {
    alerts: [
      alertRow('a', '2026-03-01T00:00:00Z', {
        revision: 2,
        state: 'resolved',
        resolved_at: new Date('2026-03-01T01:00:00Z'),
      }),
      alertRow('a', '2026-03-01T00:00:00Z', { revision: 1 }),
    ],
  })
})

async function ids(query: string, as = keys.viewer): Promise<readonly string[]> {
  const { status, body } = await gateway.ask(`/api/v1/alerts?${query}`, { as })
  expect({ status, body }).toMatchObject({ status: 200 })
  return (body.data as { id: string }[]).map(({ id }) => id)
}

test('alerts, the last opened first, by every filter and page by page', async () => {
  expect(await ids('')).toEqual(['c', 'b', 'a'])
  expect(await ids('state=open')).toEqual(['c', 'b'])
  expect(await ids('severity=critical&severity=low')).toEqual(['b'])
  expect(await ids('rule=intake-silent')).toEqual(['c'])
  expect(await ids('repository=ACME/old')).toEqual(['a'])
  expect(await ids('since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z')).toEqual(['b'])
  const { body } = await gateway.ask('/api/v1/alerts?limit=2')
  const { next_cursor } = body.page as { next_cursor: string }
  expect(await ids(`limit=2&cursor=${next_cursor}`)).toEqual(['a'])
})

test('an alert is as its last revision says, under the present name, with who was told', async () => {
  const { body } = await gateway.ask('/api/v1/alerts?state=resolved')
  expect(body.data).toMatchObject([
    {
      id: 'a',
      repository: 'acme/api',
      resolved_at: '2026-03-01T01:00:00.000Z',
      count: 1,
      notifications: [{ about: 'open', channel: 'slack', status: 'sent', attempts: 2 }],
    },
  ])
})

test('who may see some repositories sees and decides about theirs only', async () => {
  expect(await ids('', await tokenFor(['acme/api']))).toEqual(['a'])
  const as = await tokenFor(['acme/api'], 'operator')
  expect(await act('b', 'acknowledge', {}, as)).toMatchObject({ status: 404 })
})

const act = (id: string, what: string, body: object, as = keys.operator) =>
  gateway.ask(`/api/v1/alerts/${id}/${what}`, { as, body })

test('operators acknowledge and mute by commands in their name', async () => {
  gateway.log.commands.length = 0
  expect(await act('b', 'acknowledge', {})).toMatchObject({ status: 202, body: { stream_sequence: 1 } })
  expect(await act('b', 'mute', { until: '2026-03-06T01:00:00+01:00' })).toMatchObject({ status: 202 })
  expect(gateway.log.commands).toEqual([
    { command: { type: 'alert_acknowledge', alert_id: 'b' }, issuedBy: 'operator-key' },
    {
      command: { type: 'alert_mute', alert_id: 'b', until: '2026-03-06T00:00:00.000Z' },
      issuedBy: 'operator-key',
    },
  ])
})

test('what is over, is not there, or is not theirs to do is refused', async () => {
  gateway.log.commands.length = 0
  expect(await act('a', 'acknowledge', {})).toMatchObject({ status: 409, body: { code: 'alert_resolved' } })
  expect(await act('d', 'acknowledge', {})).toMatchObject({ status: 404, body: { code: 'alert_not_found' } })
  expect(await act('b', 'acknowledge', {}, keys.viewer)).toMatchObject({ status: 403 })
  expect(await act('b', 'mute', { until: '2026-03-04T00:00:00Z' })).toMatchObject({
    status: 400,
    body: { field: 'until' },
  })
  expect(gateway.log.commands).toEqual([])
})

const put = (body: object, as = keys.admin) => gateway.ask('/api/v1/alert-rules', { method: 'PUT', as, body })

test('rules are their defaults with the changes laid over them, the newest last', async () => {
  const before = (await gateway.ask('/api/v1/alert-rules', { as: keys.viewer })).body
  expect(before.rules).toHaveLength(alertRuleNames.length)
  await gateway.insert('alert-rules', {
    alert_rule_changes: [
      alertRuleChangeRow('2', '2026-03-02T00:00:00Z', 'rule', 'stale-pull-request', { enabled: false }),
      alertRuleChangeRow('1', '2026-03-01T00:00:00Z', 'rule', 'stale-pull-request', {
        enabled: true,
        thresholds: { days: 3 },
      }),
      alertRuleChangeRow('1', '2026-03-01T00:00:00Z', 'channel', 'slack', { severity: 'low' }),
    ],
  })
  const { body } = await gateway.ask('/api/v1/alert-rules', { as: keys.viewer })
  expect(body.rules).toContainEqual({
    rule: 'stale-pull-request',
    enabled: false,
    severity: 'medium',
    cooldown_minutes: 60,
    thresholds: { days: 3 },
    allow: [],
    changed_at: '2026-03-02T00:00:00.000Z',
    changed_by: 'ops',
  })
  expect(body.channels).toContainEqual({ channel: 'slack', severity: 'low' })
})

test('an admin changes rules; what no rule knows is refused by name', async () => {
  gateway.log.commands.length = 0
  const rules = [{ rule: 'stale-pull-request', thresholds: { days: 3 } }]
  expect(await put({ rules })).toMatchObject({ status: 202 })
  expect(gateway.log.commands).toMatchObject([{ command: { type: 'alert_rules_set', rules, channels: [] } }])
  expect(await put({ rules }, keys.operator)).toMatchObject({ status: 403 })
  expect(await put({})).toMatchObject({ status: 400, body: { field: 'rules' } })
  expect(await put({ rules: [{ rule: 'conflict', thresholds: { days: 3 } }] })).toMatchObject({
    status: 400,
    body: { field: 'rules.0.thresholds.days' },
  })
  expect(await put({ rules: [{ rule: 'nothing' }] })).toMatchObject({
    status: 400,
    body: { field: 'rules.0.rule' },
  })
  expect(gateway.log.commands).toHaveLength(1)
})

test('a test says who took it; without an alerter it is a 503', async () => {
  const ask = () => gateway.ask('/api/v1/alerts/test', { as: keys.operator, method: 'POST' })
  gateway.log.testAlerts = async () => ({
    results: [{ channel: 'slack', sent: false, detail: 'slack answered 500' }],
  })
  expect(await ask()).toMatchObject({ status: 200, body: { results: [{ channel: 'slack', sent: false }] } })
  gateway.log.testAlerts = async () => {
    throw new ServiceUnavailableError('alerter', 'alerter is not running')
  }
  expect(await ask()).toMatchObject({ status: 503, body: { service: 'alerter' } })
})

test('the API and the events name the same rules, severities and channels', () => {
  expect(alertRules).toEqual(alertRuleNames)
  expect(alertSeverities).toEqual(severitiesOfEvents)
  expect(alertChannels).toEqual(channelsOfEvents)
})
