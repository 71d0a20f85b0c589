import { expect, test } from 'vitest'
import type { SimulatedDelivery } from './delivery.ts'
import { type ParsedPayload, parseBody } from './parsed-payload.ts'
import { simulateWorkload } from './simulate.ts'

const { deliveries, expected } = simulateWorkload({
  seed: 3,
  deliveries: 20_000,
  start: new Date('2024-03-04T00:00:00Z'),
  days: 30,
})

interface Told {
  readonly delivery: SimulatedDelivery
  readonly payload: ParsedPayload
}

const byEvent = Map.groupBy(
  deliveries.map((delivery): Told => ({ delivery, payload: parseBody(delivery) })),
  ({ delivery }) => delivery.event,
)
const of = (event: string) => byEvent.get(event) ?? []
const some = (event: string, matches: (payload: ParsedPayload) => boolean) =>
  of(event).filter(({ payload }) => matches(payload)).length

test('every counter counts, and every kind of thing happens that makes counting hard', () => {
  const counts = {
    ...expected.counters,
    tags: some('push', ({ ref }) => ref.startsWith('refs/tags/')),
    deletedBranches: some('push', ({ ref, deleted }) => deleted && ref.startsWith('refs/heads/')),
    forced: some('push', ({ forced }) => forced),
    empty: some('push', ({ commits, deleted }) => !deleted && commits.length === 0),
    seenBefore: some('push', ({ commits }) => commits.some(({ distinct }) => !distinct)),
    withOffset: some('push', ({ commits }) => commits.some(({ timestamp }) => timestamp.endsWith('+05:30'))),
    outOfTime: some('push', ({ commits }) => commits.some(({ timestamp }) => /^(1901|2199)/.test(timestamp))),
    fromForks: some(
      'pull_request',
      ({ pull_request: { head }, repository }) => head.repo?.id !== repository.id,
    ),
    forkDeleted: some('pull_request', ({ pull_request: { head } }) => head.repo === null),
    headBranchUnknown: some('check_suite', ({ check_suite: suite }) => suite.head_branch === null),
    byGhost: of('pull_request').filter(({ payload }) => payload.sender?.login === 'ghost').length,
    byNobody: deliveries.filter(({ payload }) => payload.sender === null).length,
    aboutNoRepository: deliveries.filter(({ payload }) => payload.repository === undefined).length,
    aboutNull: deliveries.filter(({ payload }) => payload.repository === null).length,
    unheardOf: of('quantum_merge').length,
    comments: some('issue_comment', ({ issue }) => issue.pull_request === undefined),
    pullComments: some('issue_comment', ({ issue }) => issue.pull_request !== undefined),
  }
  expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([])
})

test.each([
  ['pull_request', 16],
  ['pull_request_review', 3],
  ['pull_request_review_comment', 3],
  ['pull_request_review_thread', 2],
  ['issue_comment', 3],
  ['issues', 6],
  ['check_run', 2],
  ['workflow_run', 3],
  ['repository', 2],
])('%s has at least %i actions', (event, count) => {
  expect(new Set(of(event).map(({ payload }) => payload.action)).size).toBeGreaterThanOrEqual(count)
})

test('suites conclude in every way', () => {
  const conclusions = new Set(of('check_suite').map(({ payload }) => payload.check_suite.conclusion))
  expect([...conclusions].sort()).toEqual(
    ['action_required', 'cancelled', 'failure', 'neutral', 'skipped', 'stale', 'startup_failure', 'success']
      .concat('timed_out')
      .sort(),
  )
})

test('a run’s suite began when the suite says that it began', () => {
  const began = new Map(
    of('check_suite').map(({ payload: { check_suite: suite } }) => [suite.id, suite.created_at]),
  )
  const runs = of('check_run').map(({ payload }) => payload.check_run.check_suite)
  const told = runs.filter(({ id }) => began.has(id))
  expect(told.length).toBeGreaterThan(1_000)
  for (const { id, created_at } of told) expect(created_at).toBe(began.get(id))
})

test('each push begins where the last one of its branch ended', () => {
  const inOrder = of('push').toSorted(
    (a, b) => a.payload.repository.pushed_at - b.payload.repository.pushed_at,
  )
  const byBranch = Map.groupBy(inOrder, ({ payload: { repository, ref } }) => `${repository.id} ${ref}`)
  const pairs = [...byBranch.values()].flatMap((pushes) =>
    pushes.slice(1).map(({ payload }, index) => [pushes[index]?.payload.after, payload] as const),
  )
  const continued = pairs.filter(([, payload]) => !payload.created)
  expect(continued.length).toBeGreaterThan(500)
  for (const [after, payload] of continued) expect(payload.before).toBe(after)
})

test('what a push says of itself fits its ends', () => {
  for (const { payload } of of('push')) {
    expect(payload.deleted).toBe(/^0+$/.test(payload.after))
    expect(payload.created).toBe(/^0+$/.test(payload.before))
  }
})

test('a pull request is opened once at most, and closed before it is reopened', () => {
  const byPull = Map.groupBy(of('pull_request'), ({ payload }) => payload.pull_request.id)
  for (const told of byPull.values()) {
    const actions = told
      .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
      .map(({ payload }) => payload.action)
      .filter((action) => ['opened', 'closed', 'reopened'].includes(action))
    expect(actions.join(' ')).toMatch(/^(opened)?( ?closed( reopened closed)*( reopened)?)?$/)
  }
})

function order({ payload: { action, pull_request: pull } }: Told): string {
  return `${pull.updated_at} ${{ opened: 0, closed: 2 }[action] ?? 1}`
}

test('a payload shows one moment: what is closed has a time, what is merged is closed', () => {
  for (const { payload } of of('pull_request')) {
    const { state, merged, merged_at, closed_at, created_at, updated_at, merged_by } = payload.pull_request
    expect(closed_at !== null).toBe(state === 'closed')
    expect(merged_at).toBe(merged ? closed_at : null)
    expect(merged_by === null).toBe(!merged)
    expect(updated_at >= created_at).toBe(true)
    // `closed` and `opened` are told in the second in which they happened.
    const own = { closed: closed_at, opened: created_at }[payload.action] ?? updated_at
    expect(updated_at).toBe(own)
  }
})

test('nothing is told before it happened', () => {
  for (const { delivery, payload } of of('pull_request'))
    expect(delivery.receivedAt.getTime()).toBeGreaterThan(Date.parse(payload.pull_request.updated_at))
})

test('related events often share a second', () => {
  const byPull = Map.groupBy(
    of('pull_request'),
    ({ payload: { pull_request: pull } }) => `${pull.id} ${pull.updated_at}`,
  )
  const shared = [...byPull.values()].filter((told) => told.length > 1).flat()
  expect(shared.length / of('pull_request').length).toBeGreaterThan(0.3)
  const landed = new Set(
    of('push').map(({ payload: { repository } }) => `${repository.id} ${repository.pushed_at}`),
  )
  const merged = of('pull_request').filter(
    ({ payload }) => payload.action === 'closed' && payload.pull_request.merged,
  )
  for (const { payload } of merged) {
    const at = Date.parse(payload.pull_request.merged_at ?? '') / 1000
    expect(landed.has(`${payload.repository.id} ${at}`)).toBe(true)
  }
})

test('a deployment is created before anything is said of it', () => {
  const created = new Set(of('deployment').map(({ payload }) => payload.deployment.id))
  const told = of('deployment_status').map(({ payload }) => payload.deployment.id)
  expect(told.filter((id) => !created.has(id))).toEqual([])
})
