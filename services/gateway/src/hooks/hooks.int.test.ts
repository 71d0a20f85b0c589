import { RequestRefusedError, ServiceUnavailableError } from '@octometer/event-log'
import { expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { hookRow, listingRow } from '../intake-rows.fixture.ts'
import { deliveryRow, guidOf, nameRow } from '../rows.fixture.ts'

const NOW = new Date('2026-03-04T10:20:00Z')
const HOUR = new Date('2026-03-04T09:00:00Z')
const gateway = gatewayForTests({ now: NOW })

const attempt = (hook: string, guid: string, minute: number, status_code: number) => ({
  ...listingRow(guid, HOUR),
  hook,
  attempt_id: guid,
  delivered_at: new Date(HOUR.getTime() + minute * 60_000),
  status_code,
})

test('hooks are listed with what is wrong with each, what their logs list and what of it is held', async () => {
  const delivery = deliveryRow('held', '2026-03-04T09:30:00Z')
  await gateway.insert('deliveries', { deliveries: [{ ...delivery, hook_id: '1' }] })
  await gateway.insert('intake', {
    hook_states: [
      hookRow(1, new Date('2026-03-04T08:00:00Z'), { active: 0 }),
      hookRow(1, HOUR),
      hookRow(2, HOUR, { state: 'missing', active: null, is_aimed_here: null, url_host: null, events: [] }),
      hookRow(3, HOUR, { is_aimed_here: 0, url_host: 'elsewhere.example' }),
      hookRow(4, HOUR, { mode: 'pull' }),
      hookRow(5, HOUR),
      hookRow(6, HOUR, { state: 'removed' }),
      hookRow(8, HOUR, { active: 0 }),
    ],
    intake_listings: [
      attempt('hook:1', guidOf('held'), 30, 202),
      attempt('hook:1', 'lost', 20, 502),
      attempt('hook:4', 'pulled', 10, 0),
      attempt('hook:5', 'refused', 10, 401),
      ...['a', 'b', 'c'].map((guid, index) => attempt('app:9', guid, index, 503)),
    ],
  })
  const { status, body } = await gateway.ask('/api/v1/hooks', { as: keys.viewer })
  expect(status).toBe(200)
  const hooks = Object(body).data
  expect(
    Object.fromEntries(hooks.map((each: Record<string, unknown>) => [each.hook, each.condition])),
  ).toEqual({
    ...{ 'app:9': 'failing', 'hook:1': 'ok', 'hook:2': 'missing', 'hook:3': 'misaimed' },
    ...{ 'hook:4': 'ok', 'hook:5': 'wrong_secret', 'hook:8': 'disabled' },
  })
  expect(hooks[1]).toMatchObject({
    ...{ hook_id: '1', owner: 'acme/api', mode: 'push', active: true, events: ['push'] },
    ...{ seen_at: HOUR.toISOString(), last_attempt_at: '2026-03-04T09:30:00Z', last_codes: [202, 502] },
    ...{ last_delivery_at: '2026-03-04T09:30:00.000Z', expected: 2, held: 1, completeness: 0.5 },
    last_response: { code: 202, status: 'active', message: 'OK' },
  })
  expect(hooks[0]).toMatchObject({ hook_id: null, state: null, expected: 3, held: 0, completeness: 0 })
  expect(hooks[2]).toMatchObject({ state: 'missing', last_codes: [], expected: null, completeness: null })
})

test('who asks GitHub and how deliveries come is told; missing ones are fetched when somebody asks', async () => {
  const { body } = await gateway.ask('/api/v1/hooks/connection', { as: keys.viewer })
  const feature = { feature: 'sync', allowed: true, missing: [] }
  expect(body).toMatchObject({
    ...{ mode: 'pull', webhook_url: null, poll_seconds: 300, repositories: ['acme/api'] },
    identities: [{ credential: 'token', name: 'mona', features: [feature], problem: null }],
  })
  const fetching = { method: 'POST', body: {} }
  const recover = (as: string) => gateway.ask('/api/v1/intake/recover', { ...fetching, as })
  expect(await recover(keys.operator)).toMatchObject({ status: 202, body: { state: 'begun' } })
  expect((await recover(keys.viewer)).status).toBe(403)
  const { github } = gateway.log
  try {
    gateway.log.github = async () => ({ outcome: 'answered', answer: { state: 'off' } })
    expect(await recover(keys.admin)).toMatchObject({ status: 409, body: { code: 'recovery_off' } })
  } finally {
    gateway.log.github = github
  }
})

test('settings are shown to an admin with what set them; secrets and what others read are not', async () => {
  expect((await gateway.ask('/api/v1/configuration', { as: keys.operator })).status).toBe(403)
  const restricted = await tokenFor(['acme/api'], 'admin')
  expect((await gateway.ask('/api/v1/configuration', { as: restricted })).status).toBe(403)
  const { body, text } = await gateway.ask('/api/v1/configuration')
  const settings = Object(body).data
  const shown = (name: string) => settings.find((each: { name: string }) => each.name === name)
  expect(shown('OCTO_TIMEZONE')).toMatchObject({ source: 'environment', value: 'UTC', group: 'server' })
  expect(shown('OCTO_HTTP_PORT')).toMatchObject({ source: 'default', set_by: null, value: '8080' })
  expect(shown('OCTO_API_KEYS')).toMatchObject({ set_by: 'OCTO_API_KEYS', secret: true, value: null })
  expect(shown('OCTO_GITHUB_OWNER')).toMatchObject({ source: null, value: null })
  expect(text).not.toContain(keys.admin)
})

test('configurations are told without their secrets, with the last delivery; who sees some repositories sees none', async () => {
  const { body, text } = await gateway.ask('/api/v1/hook-configs/repository-1')
  expect(body).toMatchObject({ id: 'repository-1', secrets: [{ since: '2026-03-01T00:00:00Z' }] })
  expect(text).not.toMatch(/sealed/)
  expect((await gateway.ask('/api/v1/hook-configs/repository-2')).status).toBe(404)
  expect((await gateway.ask('/api/v1/hook-configs', { as: keys.operator })).status).toBe(403)
})

test.each([
  [{}, 'repository'],
  [{ repository: 'acme/api', organization: 'acme' }, 'repository'],
  [{ repository: 'acme' }, 'repository'],
  [{ repository: 'acme/api', set_up: false }, 'secret'],
  [{ repository: 'acme/api', secret: 'short' }, 'secret'],
  [{ repository: 'acme/api', events: ['Push'] }, 'events.0'],
  [{ repository: 'acme/api', url: 'ftp://octometer.example' }, 'url'],
  [{ repository: 'acme/api', hook: 1 }, 'hook'],
])('a configuration of %j is a 400 that names %s', async (body, field) => {
  const answer = await gateway.ask('/api/v1/hook-configs', { method: 'POST', body })
  expect([answer.status, answer.body.field]).toEqual([400, field])
})

test('what github-agent and GitHub refuse is told as it is', async () => {
  const asked = { method: 'POST', body: { repository: 'acme/api' } }
  const { github } = gateway.log
  try {
    gateway.log.github = async () => {
      throw new RequestRefusedError('hook_config_exists', 'acme/api has a hook configuration already', false)
    }
    const taken = await gateway.ask('/api/v1/hook-configs', asked)
    expect([taken.status, taken.body.code]).toEqual([409, 'hook_config_exists'])
    gateway.log.github = async () => ({ outcome: 'refused', status: 404, message: 'Not Found' })
    expect((await gateway.ask('/api/v1/hooks/connect', asked)).status).toBe(404)
    gateway.log.github = async () => {
      throw new ServiceUnavailableError('github-agent', 'github-agent is not running')
    }
    const absent = await gateway.ask('/api/v1/hooks/connect', asked)
    expect([absent.status, absent.body.service]).toEqual([503, 'github-agent'])
  } finally {
    gateway.log.github = github
  }
})

test('seed 001: GET, POST, PATCH and DELETE /api/v1/webhooks/configs', async () => {
  await gateway.insert('deliveries', { repository_names: [nameRow(1, 'acme/api', HOUR.toISOString())] })
  const body = { repository_id: 1, webhook_url: 'https://octometer.example/', secret: 'a secret of its own' }
  const created = await gateway.ask('/api/v1/webhooks/configs', { method: 'POST', body })
  const config = { id: 1, repository_id: 1, webhook_id: '7', events: ['push'], active: true }
  expect(created).toMatchObject({ status: 201, body: config })
  expect(created.text).not.toContain('a secret')
  const unknown = { ...body, repository_id: 2 }
  const missing = await gateway.ask('/api/v1/webhooks/configs', { method: 'POST', body: unknown })
  expect(missing).toMatchObject({ status: 404, body: { detail: expect.stringContaining('repository') } })
  const listed = await gateway.ask('/api/v1/webhooks/configs?repository_id=1')
  expect(listed).toMatchObject({ status: 200, body: [config] })
  expect((await gateway.ask('/api/v1/webhooks/configs?repository_id=2')).body).toEqual([])
  expect(await gateway.ask('/api/v1/webhooks/configs/1')).toMatchObject({ status: 200, body: config })
  expect((await gateway.ask('/api/v1/webhooks/configs/2')).status).toBe(404)
  const change = { method: 'PATCH', body: { active: false } }
  expect((await gateway.ask('/api/v1/webhooks/configs/1', change)).status).toBe(200)
  const removed = await gateway.ask('/api/v1/webhooks/configs/1', { method: 'DELETE' })
  expect([removed.status, removed.text]).toEqual([204, ''])
})

test('seed 001: an event names the configuration of its repository; the last delivery of one is kept', async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      {
        ...deliveryRow('configured', '2026-03-04T10:10:00Z'),
        ...{ target_type: 'repository', target_id: '1' },
      },
    ],
  })
  const { body } = await gateway.ask('/api/v1/webhooks/configs/1')
  expect(body).toMatchObject({ last_delivery_at: '2026-03-04T10:10:00.000Z' })
  const events = await gateway.ask('/api/v1/webhooks/events?limit=1')
  expect(events.body).toMatchObject([{ delivery_id: guidOf('configured'), config_id: 1 }])
})
