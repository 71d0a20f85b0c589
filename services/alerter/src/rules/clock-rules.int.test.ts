import { type AlertRuleName, defaultAlertRules } from '@octometer/event-contracts'
import { connectLog, createAppender, type EventLog, ensureStreams, openReader } from '@octometer/event-log'
import { openJournal } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type StoreFixture } from '../store.fixture.ts'
import { callRow, hoursAgo, issueRow, NOW, pullRow, reviewRow } from './clock-rows.fixture.ts'
import { clockRules } from './clock-rules.ts'
import { readSettings } from './read-settings.ts'

let fixture: StoreFixture
let nats: TestNatsServer
let log: EventLog

beforeAll(async () => {
  fixture = await openStore()
  nats = await startNatsServer()
  log = await connectLog({
    url: nats.url,
    name: 'test',
    logger: createLogger({ service: 'test', level: 'silent' }),
  })
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
})

afterAll(async () => {
  await log[Symbol.asyncDispose]()
  await nats[Symbol.asyncDispose]()
  await fixture[Symbol.asyncDispose]()
})

function look(name: AlertRuleName, thresholds: Readonly<Record<string, number>> = {}) {
  const rule = clockRules.find((each) => each.name === name)
  const settings = defaultAlertRules[name]
  const changed = { ...settings, thresholds: { ...settings.thresholds, ...thresholds } }
  return rule?.look({ store: fixture.store, log }, changed, NOW)
}

test('stale and waiting pull requests, by their last activity and their readiness', async () => {
  await fixture.insert('deliveries', {
    repository_names: [
      {
        name_key: 'acme/api',
        repository_id: 1,
        first_seen_at: NOW,
        latest: { seen_at: NOW, full_name: 'acme/api' },
      },
    ],
  })
  await fixture.insert('pull-requests', {
    pull_requests: [
      pullRow(1, 400, 169),
      pullRow(2, 400, 169, { state: 'closed' }),
      pullRow(3, 60, 1),
      pullRow(4, 30, 1),
      pullRow(5, 30, 1),
      pullRow(6, 30, 1),
      pullRow(7, 23, 1),
      pullRow(8, 60, 1),
      pullRow(9, 60, 1),
    ],
    pull_request_reviews: [reviewRow(5, 'approved'), reviewRow(4, 'commented'), reviewRow(8, 'dismissed')],
    // The ninth was a draft until 5 hours ago.
    pull_request_timeline: [
      {
        repository_id: 1,
        number: 9,
        at: hoursAgo(5),
        action: 'ready_for_review',
        subject: '',
        actor: 'ada',
        time_source: 'payload',
        received_at: hoursAgo(5),
        author: 'ada',
        state: 'open',
        commits: null,
        head_sha: '',
      },
    ],
  })
  const brief = (found: Awaited<ReturnType<typeof look>>) =>
    found?.map(({ subject, severity, title }) => `${subject} ${severity} ${title}`).sort()
  expect(brief(await look('stale-pull-request'))).toEqual([
    '1:pull:1 medium Stale pull request acme/api#1: Pull 1',
  ])
  expect(await look('stale-pull-request', { days: 8 })).toEqual([])
  expect(brief(await look('approval-bottleneck'))).toEqual([
    '1:pull:3 critical acme/api#3 waits for approval: Pull 3',
    '1:pull:4 medium acme/api#4 waits for approval: Pull 4',
    '1:pull:8 critical acme/api#8 waits for approval: Pull 8',
  ])
})

test('a rate limit is low until it starts anew; one that is small as a whole never is', async () => {
  await fixture.insert('api-usage', {
    api_calls: [
      callRow('a', 'core', 99, 5000, 0.5),
      callRow('b', 'graphql', 100, 5000, 0.5),
      callRow('c', 'search', 3, 30, 0.5),
      callRow('d', 'integration_manifest', 5, 5000, -0.1),
    ],
  })
  expect(await look('rate-limit-low')).toMatchObject([
    { subject: `${'ab'.repeat(32)}:core`, severity: 'high', title: 'Rate limit of core is low: 99 left' },
  ])
})

/** A delivery that was received so many hours ago. */
const pingRow = (guid: string, hours: number) => ({
  received_at: hoursAgo(hours),
  guid,
  event: 'ping',
  action: '',
  repository_id: null,
  repository: '',
  sender: null,
  pull_request: null,
  hook_id: null,
  target_type: null,
  target_id: null,
  source: 'webhook',
  content_type: 'application/json',
  signature: null,
  trace_id: null,
  stream_sequence: 1,
  size: 2,
  payload: '{}',
  form_body: '',
})

test('silence begins with the newest delivery, and not before the first', async () => {
  expect(await look('intake-silent')).toEqual([])
  await fixture.insert('deliveries', {
    deliveries: [pingRow('g', 25)],
  })
  expect(await look('intake-silent')).toMatchObject([
    { subject: 'intake', title: 'No delivery for 24 hours' },
  ])
  expect(await look('intake-silent', { hours: 26 })).toEqual([])
})

test('issues of the severity critical and high breach their SLA after 4 and 24 hours', async () => {
  await fixture.insert('issues', {
    issues: [
      issueRow(21, 3, 4.1),
      issueRow(22, 3, 3.9),
      issueRow(23, 2, 24.1),
      issueRow(24, 2, 23.9),
      issueRow(25, 1, 1000),
      issueRow(26, 3, 1000, true),
    ],
  })
  const found = await look('sla-breach')
  expect(found?.map(({ subject, severity, title }) => `${subject} ${severity} ${title}`)).toEqual([
    '1:issue:21 critical SLA breached by acme/api#21: Issue 21',
    '1:issue:23 high SLA breached by acme/api#23: Issue 23',
  ])
})

test('dead letters count by projection while they are open', async () => {
  const letter = (projection: string, id: string, status: 'open' | 'dismissed') => ({
    dead_letter_id: `${projection}:${id}`,
    projection,
    message_id: id,
    subject: 's',
    stream_sequence: 1,
    reason: 'r',
    first_rejected_at: hoursAgo(1),
    status: { rank: status === 'open' ? 1 : 2, status },
  })
  await openJournal(fixture.store).writeDeadLetters([
    letter('counters', 'a', 'open'),
    letter('counters', 'b', 'open'),
    letter('pull-requests', 'c', 'dismissed'),
  ])
  expect(await look('dead-letters')).toMatchObject([
    { subject: 'counters', title: '2 dead letters of the projection counters' },
  ])
  expect(await look('dead-letters', { count: 3 })).toEqual([])
})

test('the intake is incomplete while a log lists what is not held, once half an hour has passed', async () => {
  const listing = (guid: string, hours: number) => ({
    hour: new Date(Math.floor(hoursAgo(hours).getTime() / 3_600_000) * 3_600_000),
    hook: 'hook:7',
    guid,
    attempt_id: guid,
    delivered_at: hoursAgo(hours),
    redelivery: 0,
    event: 'push',
    action: null,
    repository_id: 1,
    status_code: 502,
  })
  await fixture.insert('intake', { intake_listings: [listing('new', 0.4), listing('too old', 25)] })
  expect(await look('intake-incomplete')).toEqual([])
  await fixture.insert('intake', { intake_listings: [listing('lost', 2), listing('lost too', 3)] })
  expect(await look('intake-incomplete')).toMatchObject([
    { subject: 'hook:7', severity: 'high', title: '2 deliveries of hook:7 missing' },
  ])
  expect(await look('intake-incomplete', { missing: 3 })).toEqual([])
})

test('health is degraded when one of twenty deliveries of the last hour has an open dead letter', async () => {
  // Of 20 within the hour `bad` failed: 95 %. `older` failed too, and is too old; both attempts at `d1` are one.
  const recent = ['bad', 'dismissed', ...Array.from({ length: 18 }, (_, index) => `d${index}`)]
  await fixture.insert('deliveries', {
    deliveries: [...recent.map((guid) => pingRow(guid, 0.5)), pingRow('d1', 0.4), pingRow('older', 2)],
  })
  const letter = (id: string, projection: string, status: 'open' | 'dismissed') => ({
    dead_letter_id: `${projection}:${id}`,
    projection,
    message_id: id,
    subject: 's',
    stream_sequence: 1,
    reason: 'r',
    first_rejected_at: hoursAgo(0.5),
    status: { rank: status === 'open' ? 1 : 2, status },
  })
  await openJournal(fixture.store).writeDeadLetters([
    letter('bad', 'checks', 'open'),
    letter('bad', 'people', 'open'),
    letter('dismissed', 'checks', 'dismissed'),
    letter('older', 'checks', 'dismissed'),
  ])
  expect(await look('health-degraded')).toMatchObject([
    { subject: 'processing', severity: 'high', title: 'Only 95 % of deliveries went well' },
  ])
  expect(await look('health-degraded', { success_percent: 94 })).toEqual([])
  expect(await look('health-degraded', { minutes: 20 })).toEqual([])
})

test('a projection lags when what it has not read is old', async () => {
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'counters__g1' })
  expect(await look('projection-lagging')).toEqual([])
  await using appender = createAppender(log, { stream: 'EVENTS' })
  const subject = 'events.delivery.ping.%-.%-'
  await appender.append({ subject, messageId: 'a', headers: {}, body: Buffer.from('{}') })
  const rule = clockRules.find(({ name }) => name === 'projection-lagging')
  const settings = defaultAlertRules['projection-lagging']
  const later = (seconds: number) =>
    rule?.look({ store: fixture.store, log }, settings, new Date(Date.now() + seconds * 1000))
  expect(await later(200)).toEqual([])
  expect(await later(400)).toMatchObject([{ subject: 'counters', title: 'The projection counters lags' }])
  expect((await reader.progress()).pending).toBe(1)
})

test('settings come from the read model', async () => {
  await fixture.insert('alert-rules', {
    alert_rule_changes: [
      {
        command_id: 'c1',
        target: 'rule',
        name: 'stale-pull-request',
        change: { issued_at: NOW, issued_by: 'ops', settings: '{"thresholds":{"days":3}}' },
      },
    ],
  })
  const { rules } = await readSettings(fixture.store)
  expect(rules['stale-pull-request']).toEqual({
    ...defaultAlertRules['stale-pull-request'],
    thresholds: { days: 3 },
  })
})
