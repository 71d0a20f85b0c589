import {
  branchHealthOrders,
  checkOrders,
  flakyCheckOrders,
  intakeOrders,
  missingDeliveryOrders,
  releaseOrders,
  stuckCheckOrders,
  workflowJobMetricsOrders,
  workflowJobOrders,
  workflowRunMetricsOrders,
  workflowRunOrders,
} from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from './gateway.fixture.ts'
import {
  checkRuns,
  listings,
  reads,
  releases,
  statuses,
  suites,
  workflowJobs,
  workflowRuns,
} from './sorted-ci-rows.fixture.ts'
import { expectSorted } from './sorted-lists.fixture.ts'
import { deliveries, names } from './sorted-rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-20T00:00:00Z') })

const builds = {
  check_runs: checkRuns,
  check_suites: suites,
  commit_statuses: statuses,
  workflow_jobs: workflowJobs,
  workflow_runs: workflowRuns,
}

beforeAll(async () => {
  await gateway.insert('deliveries', { repository_names: names, deliveries })
  // In two lots, of which the second tells some of it again: what is read is not merged yet.
  await gateway.insert(
    'checks',
    Object.fromEntries(Object.entries(builds).map(([table, rows]) => [table, rows.slice(0, 45)])),
  )
  await gateway.insert(
    'checks',
    Object.fromEntries(Object.entries(builds).map(([table, rows]) => [table, rows.slice(30)])),
  )
  await gateway.insert('deployments', { releases })
  await gateway.insert('intake', { intake_listings: listings, intake_reads: reads })
})

type Value = Readonly<Record<string, unknown>>

/** Each list is read page by page in the order of one text and one value, some of which are unknown. */
const paged = new Set([
  ...[
    'duration',
    'conclusion',
    'success_rate',
    'workflow',
    'wasted_share',
    'runner_group',
    'rate',
    'last_flake_at',
  ],
  ...[
    'repository',
    'time_to_green',
    'waiting',
    'published_at',
    'author',
    'read_at',
    'hook',
    'event',
    'attempts',
  ],
])

/** Their expressions are made as those of others are, which stand for them. */
const alike = new Set([
  ...['runs', 'reruns', 'succeeded', 'cancelled', 'jobs', 'duration_p75', 'duration_median'],
  ...[
    'queue_wait_mean',
    'queue_wait_median',
    'queue_wait_p75',
    'completed_at',
    'actor',
    'target',
    'recovered',
  ],
])
const ordersIn = <Orders extends Readonly<Record<string, 'text' | 'value'>>>(orders: Orders) =>
  Object.entries(orders).filter(([name]) => !alike.has(name))

const secondsOf = new Set(['duration', 'queue_wait'])

test.each(ordersIn(checkOrders))('checks by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/checks?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => entry[secondsOf.has(sort) ? `${sort}_seconds` : sort],
    idOf: ({ kind: its, id }) => `${its} ${id}`,
  }),
)

test.each(['duration', 'name'] as const)('filtered checks by %s', (sort) =>
  expectSorted(gateway, {
    path: '/api/v1/checks?repository=acme/repo-2&repository=acme/repo-3&status=completed&since=2026-03-01T01:00:00Z&',
    sort,
    kind: checkOrders[sort],
    paged: sort === 'duration',
    valueIn: (entry) => entry[secondsOf.has(sort) ? `${sort}_seconds` : sort],
    idOf: ({ kind: its, id }) => `${its} ${id}`,
  }),
)

test.each(ordersIn(workflowRunOrders))('workflow runs by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/workflows?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => entry[secondsOf.has(sort) ? `${sort}_seconds` : sort],
    idOf: ({ id, attempt }) => `${id} ${attempt}`,
  }),
)

test.each(ordersIn(workflowJobOrders))('jobs by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/workflows/jobs?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => entry[secondsOf.has(sort) ? `${sort}_seconds` : sort],
    idOf: ({ id }) => String(id),
  }),
)

/** `duration_p75` is in `duration.p75_seconds`. */
function spreadIn(entry: Value, sort: string): unknown {
  const [, spread = '', measure] = /^(duration|queue_wait)_(\w+)$/.exec(sort) ?? []
  return measure === undefined ? entry[sort] : (entry[spread] as Value)[`${measure}_seconds`]
}

test.each(ordersIn(workflowRunMetricsOrders))('groups of workflow runs by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/workflows/metrics?group_by=repository&group_by=workflow&group_by=branch&',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => spreadIn(entry, sort),
    idOf: ({ repository_id, workflow, branch }) => `${repository_id} ${workflow} ${branch}`,
  }),
)

test.each(ordersIn(workflowJobMetricsOrders))('groups of jobs by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/workflows/jobs/metrics?group_by=repository&group_by=workflow&group_by=job&group_by=runner_group&',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => spreadIn(entry, sort),
    idOf: (entry) => `${entry.repository_id} ${entry.workflow} ${entry.job} ${entry.runner_group}`,
  }),
)

test.each(ordersIn(flakyCheckOrders))('flaky checks by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/flaky-checks?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => entry[sort],
    idOf: ({ repository_id, name }) => `${repository_id} ${name}`,
  }),
)

test.each(ordersIn(branchHealthOrders))('branches by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/branches/health?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) =>
      sort === 'time_to_green' ? (entry.time_to_green as Value).median_seconds : entry[sort],
    idOf: ({ repository_id }) => String(repository_id),
  }),
)

test.each(ordersIn(stuckCheckOrders))('stuck jobs by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/workflows/stuck?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => entry[sort === 'waiting' ? 'waiting_seconds' : sort],
    idOf: ({ id }) => String(id),
  }),
)

test.each(ordersIn(releaseOrders))('releases by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/releases?',
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: (entry) => entry[sort],
    idOf: ({ id }) => String(id),
  }),
)

const RANGE = 'since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&'

test.each(ordersIn(intakeOrders))('hours by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: `/api/v1/intake?${RANGE}`,
    sort,
    kind,
    valueIn: (entry) => entry[sort],
    idOf: ({ hour, hook }) => `${hour} ${hook}`,
  }),
)

test.each(ordersIn(missingDeliveryOrders))('missing deliveries by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: `/api/v1/intake/missing?${RANGE}`,
    sort,
    kind,
    paged: paged.has(sort),
    valueIn: ({ event, action, ...entry }) =>
      sort === 'event' ? [event, action].filter((part) => part !== null).join('.') : entry[sort],
    idOf: ({ hook, guid }) => `${hook} ${guid}`,
  }),
)

test('a cursor of the newest first is refused in another order of the same column', async () => {
  const { body } = await gateway.ask('/api/v1/checks?limit=3')
  const { next_cursor } = body.page as { next_cursor: string }
  const other = await gateway.ask(`/api/v1/checks?direction=asc&limit=3&cursor=${next_cursor}`)
  expect(other).toMatchObject({ status: 400, body: { parameter: 'cursor' } })
})
