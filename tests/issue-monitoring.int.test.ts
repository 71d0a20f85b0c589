import { expect, test } from 'vitest'
import type { Told } from './support/send-twice.ts'
import { type ToldRepository, told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }

/** `02T09:10` is 09:10 of the second of March 2026; `-20T…` is of February. */
const at = (text: string) => `2026-${text.startsWith('-') ? `02${text}` : `03-${text}`}:00Z`
const person = (login: string) => ({ login, id: login.length, type: 'User' })

interface Step {
  readonly time: string
  readonly by: string
  readonly labels?: readonly string[]
  readonly label?: string
  readonly assignee?: string
}

/** One thing that was done to an issue; its labels and whose it is are as that left them. */
function issue(repository: ToldRepository, number: number, opened: string) {
  return (action: string, { time, by, labels = [], label, assignee }: Step): Told => {
    const isClosed = action === 'closed'
    return told(repository, ['issues', 15], {
      action,
      ...(label !== undefined && { label: { name: label } }),
      ...(assignee !== undefined && { assignee: person(assignee) }),
      sender: person(by),
      issue: {
        number,
        title: `Issue ${number}`,
        user: person('mona'),
        labels: labels.map((name) => ({ name })),
        assignees: assignee === undefined ? [] : [person(assignee)],
        milestone: null,
        state: isClosed ? 'closed' : 'open',
        created_at: at(opened),
        updated_at: at(time),
        closed_at: isClosed ? at(time) : null,
      },
    })
  }
}

function push(time: string, shas: readonly string[], branch = 'main', made = time): Told {
  const commits = shas.map((id) => ({ id, timestamp: at(made) }))
  const pushed_at = Date.parse(at(time)) / 1000
  return told(api, ['push', 4], { ref: `refs/heads/${branch}`, after: shas[0], commits }, { pushed_at })
}

const [one, two, three] = [
  issue(api, 1, '02T08:00'),
  issue(api, 2, '02T10:00'),
  issue(api, 3, '-20T08:00'),
] as const
const [four, five] = [issue(web, 4, '04T08:00'), issue(web, 5, '04T23:30')] as const
const DOING = ['critical', 'in progress']

const story: readonly Told[] = [
  one('opened', { time: '02T08:00', by: 'mona' }),
  one('labeled', { time: '02T09:00', by: 'hubot', labels: ['critical'], label: 'critical' }),
  one('assigned', { time: '02T09:30', by: 'mona', labels: ['critical'], assignee: 'hubot' }),
  one('labeled', { time: '03T08:00', by: 'hubot', labels: DOING, label: 'in progress', assignee: 'hubot' }),
  one('closed', { time: '04T08:00', by: 'hubot', labels: DOING, assignee: 'hubot' }),
  one('reopened', { time: '05T08:00', by: 'ada', labels: DOING, assignee: 'hubot' }),
  one('unlabeled', { time: '05T09:00', by: 'ada', labels: ['critical'], label: 'in progress' }),
  one('closed', { time: '10T08:00', by: 'hubot', labels: ['critical'] }),
  two('opened', { time: '02T10:00', by: 'mona', labels: ['Bug', 'critical', 'blocker'] }),
  three('opened', { time: '-20T08:00', by: 'mona', labels: ['bug'], assignee: 'mona' }),
  three('closed', { time: '04T12:00', by: 'mona', labels: ['bug'], assignee: 'mona' }),
  four('opened', { time: '04T08:00', by: 'mona', labels: ['bug'] }),
  four('transferred', { time: '04T09:00', by: 'mona', labels: ['bug'] }),
  five('opened', { time: '04T23:30', by: 'mona', labels: ['minor'], assignee: 'hubot' }),
  push('02T12:00', ['a', 'b']),
  push('04T12:00', ['c']),
  // Another branch has it too.
  push('04T13:00', ['c'], 'next', '04T12:00'),
]

const { answer, ask } = gatewayAfter(story)

const opened = { state: 'open', status: 'pending', severity: 'medium', blocker: false }
const critical = { ...opened, severity: 'critical' }
const doing = { ...critical, status: 'in_progress' }
const closed = { ...critical, state: 'closed', status: 'closed' }

const history = [
  ['opened', null, 'mona', null, opened, ['state', 'status', 'severity', 'blocker']],
  ['labeled', 'critical', 'hubot', opened, critical, ['severity']],
  ['assigned', 'hubot', 'mona', critical, critical, []],
  ['labeled', 'in progress', 'hubot', critical, doing, ['status']],
  // The label still says that it is being done.
  ['closed', null, 'hubot', doing, { ...doing, state: 'closed' }, ['state']],
  ['reopened', null, 'ada', { ...doing, state: 'closed' }, doing, ['state']],
  ['unlabeled', 'in progress', 'ada', doing, critical, ['status']],
  ['closed', null, 'hubot', critical, closed, ['state', 'status']],
]

const TIMES = ['02T08:00', '02T09:00', '02T09:30', '03T08:00', '04T08:00', '05T08:00', '05T09:00', '10T08:00']
const moments = history.map(([action, subject, actor, before, after, changed], index) => ({
  ...{ at: at(TIMES[index] ?? ''), action, subject, actor, before, after, changed },
}))

test('the history of an issue: each change with who made it and when, told twice and in the wrong order', async () => {
  expect(await answer('/issues/Acme/API/1/history')).toMatchObject({
    key: 'acme/api#1',
    data: moments,
    page: { next_cursor: null },
  })
})

test('its changes alone, page by page', async () => {
  const changes = moments.filter(({ action }) => action !== 'assigned')
  const first = await answer('/issues/acme/api/1/history?changes=true&limit=4')
  expect(first.data).toEqual(changes.slice(0, 4))
  const { next_cursor: cursor } = Object(first.page)
  const second = await answer(`/issues/acme/api/1/history?changes=true&limit=4&cursor=${cursor}`)
  expect(second).toMatchObject({ data: changes.slice(4), page: { next_cursor: null } })
})

test.each(['acme/api/99', 'acme/nobody/1'])('nothing is known of the issue %s', async (path) => {
  expect(await ask(`/api/v1/issues/${path}/history`)).toMatchObject({ status: 404 })
})

/**
 * Opened in the fortnight: 1, 2 and 5; 4 went elsewhere. Closed in it: 1 for the last time on the 10th, after 8 days =
 * 691,200 s, and 3 of February after 12 days and 4 hours = 1,051,200 s: mean and median 871,200; P75 691,200 + 0.75 × 360,000,
 * P90 + 0.9 × 360,000. Open: 2, critical, nobody's, due after 4 hours; 5, low, hubot's, due on the 11th.
 */
const health = {
  ...{ opened: 3, closed: 2, net: 1, resolution_rate: 0.666667 },
  time_to_close: {
    issues: 2,
    ...{ mean_seconds: 871_200, median_seconds: 871_200, p75_seconds: 961_200, p90_seconds: 1_015_200 },
  },
  open: {
    total: 2,
    by_severity: { low: 1, medium: 0, high: 0, critical: 1 },
    ...{ assigned: 1, unassigned: 1, blockers: 1, breached: 2 },
  },
}
const FORTNIGHT = 'since=2026-03-02T00:00:00Z&until=2026-03-16T00:00:00Z'

test('the health of issues: opened and closed in the range, and what is open now', async () => {
  const report = await answer(`/issues/health?${FORTNIGHT}&group_by=repository`)
  expect(report).toMatchObject({ health })
  expect(report.groups).toMatchObject([
    { repository: 'acme/api', health: { opened: 2, closed: 2, open: { total: 1, unassigned: 1 } } },
    { repository: 'acme/web', health: { opened: 1, closed: 0, net: 1, open: { total: 1, assigned: 1 } } },
  ])
  expect(await answer('/issues/health?repository=acme/nobody')).toMatchObject({
    health: { opened: null, closed: null, resolution_rate: null, open: { total: null } },
    unknown_repositories: ['acme/nobody'],
  })
  expect(await answer('/issues/health?since=2026-03-19T00:00:00Z&repository=acme/web')).toMatchObject({
    health: { opened: 0, closed: 0, resolution_rate: null, open: { total: 1 } },
  })
})

const FOUR_DAYS = 'since=2026-03-02T00:00:00Z&until=2026-03-06T00:00:00Z'
const none = { created: 0, resolved: 0, net: 0, commits: 0 }

test('issues created, resolved and net by the day, and commits', async () => {
  const { data } = await answer(`/issues/trend?${FOUR_DAYS}`)
  expect(data).toEqual([
    { day: '2026-03-02', created: 2, resolved: 0, net: 2, commits: 2 },
    { day: '2026-03-03', ...none },
    // The first closing of 1 on this day is not its last.
    { day: '2026-03-04', created: 1, resolved: 1, net: 0, commits: 1 },
    { day: '2026-03-05', ...none },
  ])
  const month = await answer('/issues/trend')
  expect(month.data).toHaveLength(30)
  expect(month.data).toContainEqual({ day: '2026-03-10', created: 0, resolved: 1, net: -1, commits: 0 })
})

test('bugs alone, of a severity or a repository', async () => {
  const days = async (query: string) => {
    const { data } = await answer(`/issues/trend?${FOUR_DAYS}&${query}`)
    return Object(data).map(({ created, resolved, commits }: typeof none) => [created, resolved, commits])
  }
  expect(await days('label=BUG')).toEqual([
    [1, 0, 2],
    [0, 0, 0],
    [0, 1, 1],
    [0, 0, 0],
  ])
  expect(await days('label=bug&severity=critical')).toEqual([
    [1, 0, 2],
    [0, 0, 0],
    [0, 0, 1],
    [0, 0, 0],
  ])
  expect(await days('repository=acme/web&severity=low')).toEqual([
    [0, 0, 0],
    [0, 0, 0],
    [1, 0, 0],
    [0, 0, 0],
  ])
  expect(await days('repository=acme/nobody')).toEqual(Array(4).fill([null, null, null]))
})
