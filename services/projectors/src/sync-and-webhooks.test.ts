import type { StoredMessage } from '@octometer/event-contracts'
import { type Projection, projectMessage, type RowsByTable } from '@octometer/projector-runtime'
import { readModelOf } from '@octometer/read-store'
import {
  type ConvergedTables,
  converge,
  createRandom,
  type SimulatedDelivery,
  simulateWorkload,
  storedDelivery,
  storedSnapshot,
} from '@octometer/testkit'
import { expect, test } from 'vitest'
import { checksProjection } from './checks/projection.ts'
import { countersProjection } from './counters/projection.ts'
import { deploymentsProjection } from './deployments/projection.ts'
import { issuesProjection } from './issues/projection.ts'
import { mergedRows } from './merged-rows.ts'
import { peopleProjection } from './people/projection.ts'
import { projectsProjection } from './projects/projection.ts'
import { pullRequestsProjection } from './pull-requests/projection.ts'
import { reviewThreadsProjection } from './review-threads/projection.ts'
import { differing, unknownToSync, whoSawIt, without } from './sync-differences.fixture.ts'
import { snapshotsOf } from './synced-world.fixture.ts'

const settings = {
  timezone: 'UTC',
  testCheckPattern: /\b(test|spec|e2e|integration|unit)s?\b/i,
  hotfixPattern: /\bhot-?fix/i,
}

const projections: readonly Projection[] = [
  countersProjection,
  pullRequestsProjection,
  issuesProjection,
  checksProjection,
  deploymentsProjection,
  peopleProjection,
  projectsProjection,
  reviewThreadsProjection,
]

const workload = simulateWorkload({
  seed: 7,
  deliveries: 3000,
  start: new Date('2026-01-05T00:00:00Z'),
  days: 20,
  organizations: 1,
  repositories: 3,
  people: 8,
})

/** After everything has happened. */
const END = new Date('2026-03-01T00:00:00Z')

const subjectOf = ({ payload }: SimulatedDelivery) => {
  const { repository, pull_request, issue } = Object(payload)
  return `${repository?.id}:${(pull_request ?? issue)?.number ?? ''}`
}
const actionIn = ({ payload }: SimulatedDelivery) => Object(payload).action
const subjectsThat = (action: string, event: RegExp) =>
  new Set(
    workload.deliveries
      .filter((each) => event.test(each.event) && actionIn(each) === action)
      .map((each) => subjectOf(each)),
  )

const opened = subjectsThat('opened', /^(pull_request|issues)$/)
const deleted = subjectsThat('deleted', /^issues$/)
const isOfOne = (each: SimulatedDelivery) => !subjectOf(each).endsWith(':')

/** Of what was open before the hook was there, deliveries tell no opening: a sync knows more. */
const deliveries = workload.deliveries.filter((each) => !isOfOne(each) || opened.has(subjectOf(each)))

/** And what was deleted GitHub no longer shows. */
const commentIn = ({ payload }: SimulatedDelivery) => Object(payload).comment?.id
const deletedComments = new Set(
  deliveries.filter((each) => actionIn(each) === 'deleted').flatMap((each) => commentIn(each) ?? []),
)
const lasting = deliveries.filter(
  (each) => !deleted.has(subjectOf(each)) && !deletedComments.has(commentIn(each)),
)

const hooked = (sent: readonly SimulatedDelivery[]) =>
  sent.map(({ event, payload, guid, receivedAt }, index) =>
    storedDelivery({ event, payload, guid, receivedAt }, index + 1),
  )
const synced = (sent: readonly SimulatedDelivery[], takenAt: Date) =>
  snapshotsOf(sent, takenAt).map((snapshot, index) => storedSnapshot(snapshot, index + 1))

const tables = projections.flatMap(({ name }) => readModelOf(name).tables)

/** What each message writes, of all projections together: no other message has a say in it. */
function written(messages: readonly StoredMessage[]): readonly RowsByTable[] {
  return messages.map((message) => {
    const rows = projections.map((projection) => {
      const { outcome } = projectMessage(projection, settings, message)
      if (outcome?.outcome === 'rejected') throw new Error(`${message.subject}: ${outcome.reason}`)
      return outcome?.outcome === 'projected' ? outcome.rows : null
    })
    return mergedRows(rows) ?? {}
  })
}

function withoutLost(writes: readonly RowsByTable[]): ConvergedTables {
  return without(converge(tables, writes), [whoSawIt, unknownToSync(lost())])
}

const lastingHooks = written(hooked(lasting))
const lastingSync = written(synced(lasting, END))

/** What nobody can ask GitHub for afterwards. */
function lost() {
  const onDefaultBranch = new Set<string>()
  const dismissedIn = new Set<string>()
  const completions = new Map<string, number>()
  for (const each of lasting) {
    const { repository, ref, commits, check_suite, check_run } = Object(each.payload)
    if (each.event === 'push' && ref === `refs/heads/${repository.default_branch}`)
      for (const { id } of commits) onDefaultBranch.add(`${repository.id}:${id}`)
    if (actionIn(each) === 'dismissed') dismissedIn.add(subjectOf(each))
    const id = each.event === 'check_run' ? check_run.id : check_suite?.id
    const app = (check_run ?? check_suite)?.app.slug
    if (actionIn(each) === 'completed' && (each.event === 'check_run' || app !== 'github-actions'))
      completions.set(`${id}`, (completions.get(`${id}`) ?? 0) + 1)
  }
  const completedAgain = new Set([...completions].filter(([, times]) => times > 1).map(([id]) => id))
  return { onDefaultBranch, dismissedIn, completedAgain, deletedComments }
}

test('what a sync alone tells is what webhooks alone tell, but for what GitHub keeps no trace of', () => {
  const sync = withoutLost(lastingSync)
  expect(differing(sync, withoutLost(lastingHooks))).toEqual({})
  // The comparison is one of something: nearly everything but pushes and branches is in it.
  const counters = new Set(sync.counter_facts?.map(({ counter }) => counter))
  expect([...counters].sort()).toEqual([
    'build_failures',
    'commits',
    'deployments',
    'hotfixes',
    'issues_closed',
    'issues_opened',
    'pulls_closed',
    'pulls_merged',
    'pulls_opened',
    'test_failures',
  ])
  for (const table of [
    'pull_requests',
    'issues',
    'check_runs',
    'check_suites',
    'deployments',
    'contributions',
  ])
    expect(sync[table]?.length, table).toBeGreaterThan(10)
})

const hooks = written(hooked(deliveries))
const alone = without(converge(tables, hooks), [whoSawIt])
/** Syncs in the middle of history, each a moment after a delivery arrived, and one at the end. */
const [EARLY, MIDDLE] = [800, 1700]
const early = written(synced(deliveries.slice(0, EARLY), deliveries[EARLY - 1]?.receivedAt ?? END))
const middle = written(synced(deliveries.slice(0, MIDDLE), deliveries[MIDDLE - 1]?.receivedAt ?? END))
const final = written(synced(deliveries, END))

const shuffled = (seed: number) => {
  const all = [...hooks, ...early, ...middle, ...final]
  return createRandom(seed).sample(all, all.length)
}

test.each<readonly [string, () => readonly RowsByTable[]]>([
  ['a sync afterwards', () => [...hooks, ...final]],
  ['a sync before', () => [...final, ...hooks]],
  ['old looks last', () => [...hooks, ...final, ...middle, ...early]],
  [
    'syncs in the middle and at the end',
    () => [
      ...[...hooks.slice(0, EARLY), ...early],
      ...[...hooks.slice(EARLY, MIDDLE), ...middle],
      ...[...hooks.slice(MIDDLE), ...final],
    ],
  ],
  ...[1, 2, 3, 4, 5].map((seed) => [`interleaving ${seed}`, () => shuffled(seed)] as const),
])('webhooks and syncs tell what webhooks alone tell: %s', (_, writes) => {
  expect(differing(without(converge(tables, writes()), [whoSawIt]), alone)).toEqual({})
})

test('whatever webhooks were lost, a sync at the end makes up for', () => {
  const kept = createRandom(3).sample(lastingHooks, Math.floor(lastingHooks.length / 2))
  expect(differing(withoutLost([...kept, ...lastingSync]), withoutLost(lastingHooks))).toEqual({})
})
