import { defaultAlertRules } from '@octometer/event-contracts'
import { createAppender, openReader } from '@octometer/event-log'
import { type IssueRow, openJournal } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { callRow, hoursAgo, issueRow, NOW, pingRow, pullRow, reviewRow } from './clock-rows.fixture.ts'
import { clockRulesForTests } from './clock-rules.fixture.ts'
import { readSettings } from './read-settings.ts'

const rules = clockRulesForTests()
const { look } = rules

test('stale and waiting pull requests, by their last activity and their readiness', async () => {
  await rules.insert('deliveries', {
    repository_names: [
      {
        name_key: 'acme/api',
        repository_id: 1,
        first_seen_at: NOW,
        latest: { seen_at: NOW, full_name: 'acme/api' },
      },
    ],
  })
  await rules.insert('pull-requests', {
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
  await rules.insert('api-usage', {
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

test('silence begins with the newest delivery, and not before the first', async () => {
  expect(await look('intake-silent')).toEqual([])
  await rules.insert('deliveries', {
    deliveries: [pingRow('g', 25)],
  })
  expect(await look('intake-silent')).toMatchObject([
    { subject: 'intake', title: 'No delivery for 24 hours' },
  ])
  expect(await look('intake-silent', { hours: 26 })).toEqual([])
})

test('issues of the severity critical and high breach their SLA after 4 and 24 hours', async () => {
  await rules.insert('issues', {
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

test('a critical issue is somebody’s within a quarter of an hour', async () => {
  const assigned = (row: IssueRow): IssueRow => ({
    ...row,
    assignment: row.mark * 2 + 1,
    labels: { ...row.labels, assignees: ['ada'] },
  })
  await rules.insert('issues', {
    // Of the severity critical: 21 and 22 are there already; 34 is verified.
    issues: [
      issueRow(31, 3, 0.2),
      assigned(issueRow(32, 3, 1)),
      issueRow(33, 2, 1),
      issueRow(34, 3, 1, false, 2),
      issueRow(35, 3, 1, true),
    ],
  })
  const subjects = async (minutes?: number) =>
    (await look('critical-unassigned', minutes === undefined ? {} : { minutes }))
      ?.map(({ subject, severity }) => `${subject} ${severity}`)
      .sort()
  expect(await subjects()).toEqual(['1:issue:21 critical', '1:issue:22 critical'])
  expect(await subjects(5)).toEqual(['1:issue:21 critical', '1:issue:22 critical', '1:issue:31 critical'])
  expect(await subjects(240)).toEqual(['1:issue:21 critical'])
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
  await openJournal(rules.store()).writeDeadLetters([
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
  await rules.insert('intake', { intake_listings: [listing('new', 0.4), listing('too old', 25)] })
  expect(await look('intake-incomplete')).toEqual([])
  await rules.insert('intake', { intake_listings: [listing('lost', 2), listing('lost too', 3)] })
  expect(await look('intake-incomplete')).toMatchObject([
    { subject: 'hook:7', severity: 'high', title: '2 deliveries of hook:7 missing' },
  ])
  expect(await look('intake-incomplete', { missing: 3 })).toEqual([])
})

test('health is degraded when one of twenty deliveries of the last hour has an open dead letter', async () => {
  // Of 20 within the hour `bad` failed: 95 %. `older` failed too, and is too old; both attempts at `d1` are one.
  const recent = ['bad', 'dismissed', ...Array.from({ length: 18 }, (_, index) => `d${index}`)]
  await rules.insert('deliveries', {
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
  await openJournal(rules.store()).writeDeadLetters([
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
  const log = rules.log()
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'counters__g1' })
  expect(await look('projection-lagging')).toEqual([])
  await using appender = createAppender(log, { stream: 'EVENTS' })
  const subject = 'events.delivery.ping.%-.%-'
  await appender.append({ subject, messageId: 'a', headers: {}, body: Buffer.from('{}') })
  const later = (seconds: number) => look('projection-lagging', {}, new Date(Date.now() + seconds * 1000))
  expect(await later(200)).toEqual([])
  expect(await later(400)).toMatchObject([{ subject: 'counters', title: 'The projection counters lags' }])
  expect((await reader.progress()).pending).toBe(1)
})

test('settings come from the read model', async () => {
  await rules.insert('alert-rules', {
    alert_rule_changes: [
      {
        command_id: 'c1',
        target: 'rule',
        name: 'stale-pull-request',
        change: { issued_at: NOW, issued_by: 'ops', settings: '{"thresholds":{"days":3}}' },
      },
    ],
  })
  const settings = await readSettings(rules.store())
  expect(settings.rules['stale-pull-request']).toEqual({
    ...defaultAlertRules['stale-pull-request'],
    thresholds: { days: 3 },
  })
})
