import { expect, test } from 'vitest'
import type { Told } from './support/send-twice.ts'
import { type ToldRepository, told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }
const mona = { login: 'mona', id: 1, type: 'User' }
const hubot = { login: 'hubot', id: 2, type: 'User' }
const bot = { login: 'ci[bot]', id: 3, type: 'Bot' }

/** `02T09:10` is 09:10 of the second of March 2026, a Monday. */
const at = (text: string) => `2026-03-${text}:00Z`

interface Step {
  readonly action: string
  readonly time: string
  readonly state?: 'open' | 'closed'
  readonly by?: object
}

/** An issue's life: its opening, then each step, with its labels as they are from the beginning. */
function issue(
  repository: ToldRepository,
  number: number,
  opened: string,
  labels: readonly string[],
  steps: readonly Step[] = [],
): readonly Told[] {
  const seen = (time: string, state: 'open' | 'closed' = 'open') => ({
    number,
    title: `Issue ${number}`,
    user: number === 3 ? hubot : mona,
    labels: labels.map((name) => ({ name })),
    assignees: number === 1 ? [hubot] : [],
    milestone: null,
    state,
    created_at: at(opened),
    updated_at: at(time),
    closed_at: state === 'closed' ? at(time) : null,
  })
  return [
    told(repository, ['issues', 15], { action: 'opened', issue: seen(opened) }),
    ...steps.map(({ action, time, state, by }, index) =>
      by === undefined
        ? told(repository, ['issues', 15], { action, issue: seen(time, state) })
        : told(repository, ['issue_comment', 0], {
            action,
            issue: seen(time, state),
            comment: { id: number * 10 + index, user: by, created_at: at(time), updated_at: at(time) },
          }),
    ),
  ]
}

const comment = (by: object, time: string): Step => ({ action: 'created', time, by })
const closed = (time: string): Step => ({ action: 'closed', time, state: 'closed' })

const story: readonly Told[] = [
  ...issue(
    api,
    1,
    '02T08:00',
    ['critical'],
    [comment(bot, '02T08:05'), comment(mona, '02T08:10'), comment(hubot, '02T08:30'), closed('02T11:00')],
  ),
  ...issue(
    api,
    2,
    '03T08:00',
    ['urgent'],
    [
      comment(hubot, '03T10:00'),
      closed('04T09:00'),
      { action: 'reopened', time: '05T08:00' },
      closed('05T12:00'),
    ],
  ),
  ...issue(api, 3, '04T08:00', []),
  ...issue(api, 4, '10T08:00', ['minor', 'In Progress', 'documentation', 'good first issue']),
  ...issue(api, 5, '11T08:00', ['deployed', 'blocker', 'security']),
  ...issue(api, 6, '12T08:00', [], [{ action: 'transferred', time: '12T09:00' }]),
  ...issue(api, 7, '13T08:00', [], [{ action: 'deleted', time: '13T09:00' }]),
  ...issue(web, 1, '12T08:00', [], [comment(hubot, '12T09:00'), closed('14T08:00')]),
]

const { answer: ask } = gatewayAfter(story)

const FORTNIGHT = 'since=2026-03-02T00:00:00Z&until=2026-03-16T00:00:00Z'

/**
 * Opened in the fortnight and still here: api 1–5 and web 1. Closed: api 1 after 3 h = 10,800 s of its 4 h, api 2 after 52 h =
 * 187,200 s (its last closing) of 24 h, web 1 after 48 h = 172,800 s of 72 h. Over their time on the 20th: api 3, due on the
 * 7th, and api 4, due on the 17th; api 5 is shipped. So 2 met of 5 decided.
 * To close: mean 370,800 / 3; P75 172,800 + 0.5 × 14,400 = 180,000; P90 172,800 + 0.8 × 14,400 = 184,320.
 * First responses: 30 min = 1,800, 2 h = 7,200, 1 h = 3,600: mean 4,200; P75 3,600 + 0.5 × 3,600; P90 3,600 + 0.8 × 3,600 = 6,480.
 */
const numbers = {
  opened: 6,
  by_state: { open: 3, closed: 3 },
  by_severity: { low: 1, medium: 3, high: 1, critical: 1 },
  by_status: { pending: 1, in_progress: 1, verified: 0, shipped: 1, deferred: 0, closed: 3 },
  blockers: 1,
  breached: 2,
  sla: { compliance: 0.4, met: 2, decided: 5 },
  time_to_close: {
    issues: 3,
    mean_seconds: 123_600,
    median_seconds: 172_800,
    p75_seconds: 180_000,
    p90_seconds: 184_320,
  },
  time_to_first_response: {
    issues: 3,
    mean_seconds: 4200,
    median_seconds: 3600,
    p75_seconds: 5400,
    p90_seconds: 6480,
  },
}

test('counts, SLA, time to close and to the first response', async () => {
  expect(await ask(`/issues/metrics?${FORTNIGHT}`)).toMatchObject({ numbers, groups: [] })
})

test('by week, by repository, by severity', async () => {
  const weeks = await ask(`/issues/metrics?${FORTNIGHT}&group_by=week`)
  expect(weeks).toMatchObject({
    numbers,
    groups: [
      { week: '2026-03-02', numbers: { opened: 3, sla: { compliance: 0.333333, met: 1, decided: 3 } } },
      { week: '2026-03-09', numbers: { opened: 3, sla: { compliance: 0.5, met: 1, decided: 2 } } },
    ],
  })
  const repositories = await ask(`/issues/metrics?${FORTNIGHT}&group_by=repository`)
  expect(repositories.groups).toMatchObject([
    { repository: 'acme/api', numbers: { opened: 5, by_severity: { medium: 2 } } },
    { repository: 'acme/web', numbers: { opened: 1, time_to_close: { median_seconds: 172_800 } } },
  ])
  const severities = await ask(`/issues/metrics?${FORTNIGHT}&group_by=severity&repository=Acme/API`)
  expect(severities.groups).toMatchObject([
    { severity: 'low', numbers: { opened: 1, breached: 1, sla: { compliance: 0 } } },
    { severity: 'medium', numbers: { opened: 2, time_to_close: { issues: 0, median_seconds: null } } },
    { severity: 'high', numbers: { opened: 1, sla: { compliance: 0 } } },
    { severity: 'critical', numbers: { opened: 1, sla: { compliance: 1 } } },
  ])
})

test('of a name that nobody bears nothing is known; of a time without issues it is known that there were none', async () => {
  const unknown = await ask(`/issues/metrics?${FORTNIGHT}&repository=acme/nobody`)
  expect(unknown).toMatchObject({
    numbers: { opened: null, sla: { compliance: null, met: null }, time_to_close: { issues: null } },
    unknown_repositories: ['acme/nobody'],
  })
  const none = await ask('/issues/metrics?since=2026-03-17T00:00:00Z')
  expect(none).toMatchObject({
    numbers: {
      opened: 0,
      breached: 0,
      sla: { compliance: null, decided: 0 },
      time_to_close: { mean_seconds: null },
    },
  })
})

test('issues as they are now, page by page, counted on the first', async () => {
  const first = await ask('/issues?limit=4')
  expect(first.page).toMatchObject({ total: 6, limit: 4 })
  expect(first.data).toMatchObject([
    { key: 'acme/web#1', state: 'closed', closed_at: at('14T08:00'), sla_met: true },
    // 50 + 20 + 30 + 25 and a week's 1 are held at 100.
    { key: 'acme/api#5', status: 'shipped', blocker: true, priority: 100, breached: false, sla_met: null },
    // 50 + 10 − 15 − 20 + 1; due on the 17th at 08:00, 64 hours before the 20th.
    {
      key: 'acme/api#4',
      severity: 'low',
      status: 'in_progress',
      priority: 26,
      due_at: at('17T08:00'),
      breached: true,
      breach_hours: 64,
      sla_met: false,
    },
    // 50 + 20 + 2; 376 hours old, 72 were allowed.
    { key: 'acme/api#3', severity: 'medium', status: 'pending', priority: 72, breach_hours: 304, labels: [] },
  ])
  const { next_cursor: cursor } = Object(first.page)
  const second = await ask(`/issues?limit=4&cursor=${cursor}`)
  expect(second.page).toMatchObject({ total: null, next_cursor: null })
  expect(second.data).toMatchObject([
    {
      key: 'acme/api#2',
      severity: 'high',
      closed_at: at('05T12:00'),
      reopened_at: [at('05T08:00')],
      time_to_close_seconds: 187_200,
      sla_met: false,
    },
    {
      key: 'acme/api#1',
      severity: 'critical',
      sla_hours: 4,
      sla_met: true,
      assignees: ['hubot'],
      first_response_at: at('02T08:30'),
      time_to_first_response_seconds: 1800,
    },
  ])
})

test.each([
  ['state=open', ['api#5', 'api#4', 'api#3']],
  ['state=transferred&state=deleted', ['api#7', 'api#6']],
  ['state=deleted&severity=medium&label=nothing', []],
  ['severity=critical&severity=high', ['api#2', 'api#1']],
  ['status=closed', ['web#1', 'api#2', 'api#1']],
  ['breached=true', ['api#4', 'api#3']],
  ['breached=false&state=open', ['api#5']],
  ['blocker=true', ['api#5']],
  ['blocker=false&severity=medium', ['web#1', 'api#3']],
  ['label=IN+progress&label=Security', ['api#5', 'api#4']],
  ['assignee=HUBOT', ['web#1', 'api#1']],
  ['assignee=hubot&repository=acme/api', ['api#1']],
  ['exclude_user=HUBOT&state=open', ['api#5', 'api#4']],
  ['exclude_user=hubot&state=open&repository=acme/api', ['api#5', 'api#4']],
  ['exclude_user=MONA&exclude_user=somebody', ['api#3']],
  ['exclude_user=mona&repository=acme/api&breached=true', ['api#3']],
  ['repository=acme/web', ['web#1']],
  ['since=2026-03-03T08:00:00Z&until=2026-03-10T08:00:00Z', ['api#3', 'api#2']],
  ['repository=acme/nobody', []],
  [`label=${encodeURIComponent("x') OR 1=1 --")}`, []],
])('issues of %s are listed and counted', async (query, keys) => {
  const { data, page } = await ask(`/issues?${query}`)
  expect(Object(data).map(({ key }: { key: string }) => key)).toEqual(keys.map((key) => `acme/${key}`))
  expect(page).toMatchObject({ total: keys.length })
})
