import { genuinePayload } from '@octometer/testkit'
import { expect, test } from 'vitest'
import type { Told } from './support/send-twice.ts'
import { type ToldRepository, told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }

/** `02T09:10` is 09:10 of the second of March 2026. */
const at = (text: string) => `2026-03-${text}:00Z`

function push(repository: ToldRepository, time: string, files: object): Told {
  const commits = [{ id: time, timestamp: at(time), added: [], modified: [], removed: [], ...files }]
  const fields = { ref: 'refs/heads/main', before: 'before', after: `after ${time}`, commits }
  return told(repository, ['push', 4], fields, { pushed_at: Date.parse(at(time)) / 1000 })
}

const milestone = (number: number, state: string, time: string) => ({
  ...Object(genuinePayload('milestone', 0).milestone),
  ...{ number, state, title: `v${number}`, updated_at: at(time) },
})

function issue(number: number, time: string, more: object): Told {
  const its = { number, title: `Issue ${number}`, state: 'open', labels: [], milestone: null }
  const times = { created_at: at('01T00:00'), updated_at: at(time) }
  return told(api, ['issues', 15], { action: 'edited', issue: { ...its, ...times, ...more } })
}

const plan = { labels: [{ name: 'plan' }] }

/**
 * Of api, 1 to 4 are tasks: the label plan (todo), an open milestone (doing), both and closed (done), plan and blocked. 5 was
 * one, 6 is of a milestone that is closed now, 7 was deleted.
 */
const story: readonly Told[] = [
  issue(1, '02T08:00', { labels: [{ name: 'PLAN' }, { name: 'high' }] }),
  issue(2, '02T08:00', { labels: [{ name: 'In Progress' }], milestone: milestone(1, 'open', '01T00:00') }),
  issue(3, '03T08:00', { ...plan, state: 'closed', closed_at: at('03T08:00') }),
  issue(4, '02T08:00', { labels: [{ name: 'plan' }, { name: 'blocked' }] }),
  issue(5, '02T08:00', plan),
  issue(5, '02T09:00', {}),
  issue(6, '02T08:00', { milestone: milestone(2, 'open', '01T00:00') }),
  told(api, ['milestone', 0], { action: 'closed', milestone: milestone(2, 'closed', '02T10:00') }),
  told(api, ['issues', 15], {
    action: 'deleted',
    issue: { ...plan, number: 7, state: 'open', created_at: at('01T00:00'), updated_at: at('02T08:00') },
  }),
  push(api, '04T08:00', { added: ['docs/plan.md'], modified: ['package.json', 'src/index.ts'] }),
  push(api, '06T08:00', { modified: ['docs/plan.md'] }),
  push(web, '05T08:00', { removed: ['plan.md'], modified: ['docs/sub/plan.md'] }),
]

const first = '- [x] One\n- [ ] Two\n- [ ] Three\n- [ ] Four'
const second = '# Plan\n- [x] One\n- [~] Two [high]\n- [x] Three: now\n- [ ] Four\n- [ ] Four'

const planFile = { type: 'plan', repository_id: 1, repository: 'acme/api', path: 'docs/plan.md' } as const

const gateway = gatewayAfter(story, {
  now: new Date('2026-03-12T12:00:00Z'),
  snapshots: [
    { ...planFile, snapshot_id: '2', taken_at: at('06T09:00'), sha: 'b', content: second },
    { ...planFile, snapshot_id: '1', taken_at: at('04T09:00'), sha: 'a', content: first },
  ],
})
const ask = (path: string) => gateway.answer(`/projects${path}`)

/** The plan: 2 done, 1 doing, 1 todo: 75 %, green. Issues: 1 todo, 1 doing, 1 done, 1 blocked: 50 %, yellow. */
const progress = {
  plan: {
    path: 'docs/plan.md',
    sha: 'b',
    read_at: at('06T09:00'),
    status: 'green',
    percentage_complete: 75,
    tasks_total: 4,
    tasks_todo: 1,
    tasks_doing: 1,
    tasks_done: 2,
    tasks_blocked: 0,
  },
  issues: {
    status: 'yellow',
    percentage_complete: 50,
    tasks_total: 4,
    tasks_todo: 1,
    tasks_doing: 1,
    tasks_done: 1,
    tasks_blocked: 1,
  },
}

test('plans and planned issues are kept apart', async () => {
  const { data } = await ask('')
  expect(data).toEqual([
    {
      id: 1,
      repository: 'acme/api',
      ...progress,
      last_updated: at('06T09:00'),
      plan_changed_at: at('06T08:00'),
      plan_is_current: true,
      freshness_status: 'healthy',
    },
    {
      id: 2,
      repository: 'acme/web',
      plan: null,
      issues: null,
      last_updated: at('05T08:00'),
      plan_changed_at: at('05T08:00'),
      plan_is_current: false,
      freshness_status: 'warning',
    },
  ])
})

test('projects by status and repository, page by page', async () => {
  const idsOf = async (query: string) => Object((await ask(query)).data).map(({ id }: { id: number }) => id)
  expect(await idsOf('?status=yellow')).toEqual([1])
  expect(await idsOf('?status=red')).toEqual([])
  expect(await idsOf('?repository=ACME/web')).toEqual([2])
  const { page } = await ask('?limit=1')
  expect(await idsOf(`?limit=1&cursor=${Object(page).next_cursor}`)).toEqual([2])
})

interface Evidence {
  readonly total: number
  readonly data: readonly { readonly event: string; readonly repository: string }[]
  readonly elsewhere: readonly object[]
}

/** How many deliveries of each event, everything told twice, and which snapshots. */
async function behind(path: string) {
  const { total, data, elsewhere } = (await ask(`${path}?evidence=true`)).evidence as Evidence
  const told = Map.groupBy(data, ({ event, repository }) => `${event} ${repository}`)
  expect(data).toHaveLength(total)
  return [Object.fromEntries([...told].map(([name, each]) => [name, each.length / 2]).sort()), elsewhere]
}

test('a plan is proven by its issues, by the push that changed it last, and by its readings', async () => {
  const api = { 'issues acme/api': 4, 'push acme/api': 1 }
  const newest = { source: 'snapshots', total: 1, ids: ['2'] }
  expect(await behind('')).toEqual([{ ...api, 'push acme/web': 1 }, [newest]])
  expect(await behind('/1')).toEqual([api, [{ ...newest, total: 2, ids: ['1', '2'] }]])
  expect(await behind('/2')).toEqual([{ 'push acme/web': 1 }, []])
})

test('the tasks of a project, each with its source, and its progress over time', async () => {
  const { tasks, snapshots } = await ask('/1')
  const brief = Object(tasks).map((task: Record<string, unknown>) =>
    [task.source, task.number, task.title, task.status, task.priority].join(' '),
  )
  expect(brief).toEqual([
    'plan  One done ',
    'plan  Two doing high',
    'plan  Three done ',
    'plan  Four todo ',
    'issue 1 Issue 1 todo high',
    'issue 2 Issue 2 doing ',
    'issue 3 Issue 3 done ',
    'issue 4 Issue 4 blocked ',
  ])
  expect(snapshots).toMatchObject([
    { sha: 'b', percentage_complete: 75, status: 'green' },
    { sha: 'a', percentage_complete: 25, status: 'red', read_at: at('04T09:00') },
  ])
})

test('what happened to a plan, the newest first', async () => {
  const of = (event: string, time: string, more: object) => ({ event, at: at(time), job_id: null, ...more })
  const updates = [
    of('snapshot', '06T09:00', { kind: 'read', path: 'docs/plan.md', change: null, sha: 'b' }),
    of('push', '06T08:00', { kind: 'plan', path: 'docs/plan.md', change: 'modified', sha: 'after 06T08:00' }),
    of('snapshot', '04T09:00', { kind: 'read', path: 'docs/plan.md', change: null, sha: 'a' }),
    of('push', '04T08:00', { kind: 'plan', path: 'docs/plan.md', change: 'added', sha: 'after 04T08:00' }),
    of('push', '04T08:00', {
      kind: 'manifest',
      path: 'package.json',
      change: 'modified',
      sha: 'after 04T08:00',
    }),
  ]
  expect((await ask('/1/updates')).data).toEqual(updates)
  const { data, page } = await ask('/1/updates?limit=3')
  const rest = await ask(`/1/updates?limit=3&cursor=${Object(page).next_cursor}`)
  expect([...Object(data), ...Object(rest.data)]).toEqual(updates)
  expect((await ask('/2/updates')).data).toMatchObject([{ path: 'plan.md', change: 'removed' }])
  for (const path of ['/99', '/99/updates']) {
    expect((await gateway.ask(`/api/v1/projects${path}`)).status).toBe(404)
  }
})
