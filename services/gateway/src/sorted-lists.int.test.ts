import {
  alertOrders,
  appInteractionOrders,
  deadLetterOrders,
  deliveryOrders,
  deploymentOrders,
  issueOrders,
  projectOrders,
  pullRequestOrders,
  repositoryOrders,
} from '@octometer/gateway-api'
import { openJournal } from '@octometer/read-store'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from './gateway.fixture.ts'
import { expectSorted } from './sorted-lists.fixture.ts'
import { interactions, projectItems, projectPlans, projectUpdates } from './sorted-project-rows.fixture.ts'
import {
  alerts,
  deadLetters,
  deliveries,
  deployments,
  issues,
  names,
  pulls,
  repositories,
} from './sorted-rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-20T00:00:00Z') })

beforeAll(async () => {
  await gateway.insert('deliveries', { repository_names: names, deliveries: deliveries.slice(0, 30) })
  await gateway.insert('deliveries', { deliveries: deliveries.slice(30) })
  await gateway.insert('pull-requests', { pull_requests: pulls.slice(0, 80) })
  await gateway.insert('pull-requests', { pull_requests: pulls.slice(60) })
  await gateway.insert('repositories', { repository_days: repositories })
  await gateway.insert('issues', { issues: issues.slice(0, 45) })
  await gateway.insert('issues', { issues: issues.slice(40) })
  await gateway.insert('deployments', { deployments: deployments.slice(0, 45) })
  await gateway.insert('deployments', { deployments: deployments.slice(40) })
  await gateway.insert('alerts', { alerts })
  await gateway.insert('projects', {
    project_items: projectItems,
    project_plans: projectPlans,
    project_updates: projectUpdates,
  })
  await gateway.insert('deliveries', { snapshots: interactions })
  await openJournal(gateway.store()).writeDeadLetters(deadLetters)
})

const sum = (left: unknown, right: unknown) =>
  typeof left === 'number' && typeof right === 'number' ? left + right : null

test.each(Object.entries(pullRequestOrders))('pull requests by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/pull-requests?',
    sort,
    kind,
    valueIn: (entry) => (sort === 'lines' ? sum(entry.additions, entry.deletions) : entry[sort]),
    idOf: ({ repository_id, number }) => `${repository_id}#${number}`,
  }),
)

test.each(['author', 'merged_at', 'commits'] as const)('filtered pull requests by %s', (sort) =>
  expectSorted(gateway, {
    path: '/api/v1/pull-requests?repository=acme/repo-2&repository=acme/repo-3&label=BUG&since=2026-03-03T00:00:00Z&exclude_user=user-3&',
    sort,
    kind: pullRequestOrders[sort],
    valueIn: (entry) => entry[sort],
    idOf: ({ repository_id, number }) => `${repository_id}#${number}`,
  }),
)

/** Of these the rows here know one value alone. */
const same = new Set(['health', 'commits_30_days', 'open_issues', 'open_pull_requests'])

test.each(Object.entries(repositoryOrders).filter(([sort]) => !same.has(sort)))(
  'repositories by %s',
  (sort, kind) =>
    expectSorted(gateway, {
      path: '/api/v1/repositories?',
      sort,
      kind,
      valueIn: (entry) => entry[sort === 'name' ? 'repository' : sort],
      idOf: ({ repository_id }) => String(repository_id),
    }),
)

test.each(Object.entries(deliveryOrders))('deliveries by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/deliveries?',
    sort,
    kind,
    valueIn: (entry) => entry[sort],
    idOf: ({ guid, received_at }) => `${guid} ${received_at}`,
  }),
)

test.each(Object.entries(issueOrders))('issues by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/issues?',
    sort,
    kind,
    valueIn: (entry) =>
      sort === 'severity'
        ? ['low', 'medium', 'high', 'critical'].indexOf(String(entry.severity))
        : entry[sort === 'time_to_first_response' ? `${sort}_seconds` : sort],
    idOf: ({ key }) => String(key),
  }),
)

test.each(Object.entries(deploymentOrders))('deployments by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/deployments?',
    sort,
    kind,
    valueIn: (entry) => entry[sort === 'time_to_success' ? `${sort}_seconds` : sort],
    idOf: ({ repository_id, id }) => `${repository_id} ${id}`,
  }),
)

test.each(Object.entries(alertOrders))('alerts by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/alerts?',
    sort,
    kind,
    valueIn: (entry) =>
      sort === 'severity'
        ? ['low', 'medium', 'high', 'critical'].indexOf(String(entry.severity))
        : entry[sort],
    idOf: ({ id }) => String(id),
  }),
)

test.each(Object.entries(deadLetterOrders))('dead letters by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/dead-letters?',
    sort,
    kind,
    valueIn: (entry) => entry[sort],
    idOf: ({ id }) => String(id),
  }),
)

interface Tasks {
  readonly tasks_total: number
  readonly status: string
  readonly percentage_complete: number
  readonly tasks_done: number
  readonly tasks_blocked: number
}

/** Of a project, as its table shows it: without tasks nothing is known of them. */
function projectValue({ plan, issues, ...entry }: Readonly<Record<string, unknown>>, sort: string): unknown {
  const known = (tasks: unknown) => ((tasks as Tasks | null)?.tasks_total ? (tasks as Tasks) : null)
  const [planned, itsIssues] = [known(plan), known(issues)]
  const values: Readonly<Record<string, unknown>> = {
    plan_status: planned && ['green', 'yellow', 'red'].indexOf(planned.status),
    plan_percentage: planned?.percentage_complete,
    plan_done: planned?.tasks_done,
    plan_blocked: planned?.tasks_blocked,
    plan_path: (plan as { readonly path: string | null } | null)?.path,
    issues_done: itsIssues?.tasks_done,
  }
  return Object.hasOwn(values, sort) ? values[sort] : entry[sort]
}

test.each(Object.entries(projectOrders))('projects by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/projects?',
    sort,
    kind,
    valueIn: (entry) => projectValue(entry, sort),
    idOf: ({ id }) => String(id),
  }),
)

test.each(Object.entries(appInteractionOrders))('interactions with the App by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/github-app/interactions?',
    sort,
    kind,
    valueIn: (entry) => entry[sort],
    idOf: ({ id }) => String(id),
  }),
)

test('a cursor of another order is refused, whether its column or its direction is another', async () => {
  const first = await gateway.ask('/api/v1/pull-requests?sort=title&limit=3')
  const { next_cursor } = first.body.page as { next_cursor: string }
  for (const other of ['sort=author', 'sort=title&direction=desc', 'sort=lines', '']) {
    const { status, body } = await gateway.ask(`/api/v1/pull-requests?${other}&limit=3&cursor=${next_cursor}`)
    expect({ status, body }).toMatchObject({ status: 400, body: { parameter: 'cursor' } })
  }
})

test.each(['/api/v1/pull-requests', '/api/v1/repositories'])(
  '%s: an unknown order or direction is refused',
  async (path) => {
    for (const [query, parameter] of [
      ['sort=nothing', 'sort'],
      ['sort=constructor', 'sort'],
      ['direction=up', 'direction'],
    ]) {
      const { status, body } = await gateway.ask(`${path}?${query}`)
      expect({ status, body }).toMatchObject({ status: 400, body: { parameter } })
    }
  },
)
