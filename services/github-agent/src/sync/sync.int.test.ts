import { expect, test } from 'vitest'
import { startSyncTest } from './sync.fixture.ts'
import { snapshotsSeen, worldSeen } from './synced-world.fixture.ts'

const from = new Date('2025-06-01T00:00:00Z')
const until = new Date('2026-01-05T07:00:00Z')
const seed = { seed: 3, from, until }

test('a full sync appends everything of every repository once, as GitHub has it', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ ...seed, repositories: 7, issuesAndPullRequests: 900, commits: 130 })
  await using _agent = await sync.agent()
  const run = await sync.ended(await sync.start('full'))
  expect(run).toMatchObject({
    ...{ stage: 'completed', errors: [], repositories_total: 7, repositories_processed: 7 },
    counts: { repositories: 7, commits: 910 },
  })
  expect(run.counts.issues + run.counts.pull_requests).toBe(900)
  const snapshots = await sync.snapshots()
  expect(snapshotsSeen(snapshots)).toEqual(worldSeen(sync.github.world))
  const totals = snapshots.filter(({ type }) => type === 'totals')
  expect(totals).toHaveLength(7)
  expect(snapshots.filter(({ type }) => type === 'repository')).toHaveLength(7)
})

test('labels and assignees are those of each issue, whether its label or itself was asked', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ ...seed, repositories: 1, issuesAndPullRequests: 40, commits: 0 })
  const [repository] = sync.github.world.repositories.values()
  const [first, second] = repository?.issues.values() ?? []
  const mona = { login: 'mona', id: 17, type: 'User' }
  if (first !== undefined) first.object = { ...first.object, assignees: [mona] }
  // It changes while the sync goes on, as far as anybody can tell.
  const now = '2026-01-05T08:00:00Z'
  if (second !== undefined)
    second.object = {
      ...second.object,
      updated_at: now,
      labels: [
        { id: 1, name: 'late' },
        { id: 2, name: 'bug' },
      ],
    }
  await using _agent = await sync.agent()
  await sync.ended(await sync.start('full'))
  expect(snapshotsSeen(await sync.snapshots())).toEqual(worldSeen(sync.github.world))
})

test('one sync at a time, and one that is cancelled stops where it is', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ ...seed, repositories: 12, issuesAndPullRequests: 1_200 })
  sync.github.setLatency(40)
  await using _agent = await sync.agent()
  const run = await sync.start('full')
  await expect(sync.start('incremental')).rejects.toMatchObject({ reason: 'sync_running' })
  await expect.poll(() => sync.spent().requests).toBeGreaterThan(3)
  expect(await sync.cancel(run.id)).toMatchObject({ id: run.id, stage: 'cancelled' })
  await expect(sync.cancel(run.id)).rejects.toMatchObject({ reason: 'sync_not_running' })
  const { running, ended } = await sync.runs()
  expect(running).toBeNull()
  expect(ended).toMatchObject([{ id: run.id, stage: 'cancelled' }])
  const { requests } = sync.spent()
  // What is begun next is another one, from the beginning.
  const next = await sync.ended(await sync.start('full'))
  expect(next).toMatchObject({ stage: 'completed', counts: { repositories: 12 } })
  expect(sync.spent().requests).toBeGreaterThan(requests)
})

test('an agent that takes over goes on at the page where the other stood, and the log holds the same', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ ...seed, repositories: 10, issuesAndPullRequests: 4_000 })
  sync.github.setLatency(20)
  const first = await sync.agent()
  const run = await sync.start('full')
  await expect
    .poll(async () => (await sync.runs()).running?.repositories_processed, { interval: 5, timeout: 30_000 })
    .toBeGreaterThan(2)
  await first[Symbol.asyncDispose]()
  const before = sync.spent().requests
  await using _second = await sync.agent()
  const ended = await sync.ended(run)
  expect(ended).toMatchObject({ id: run.id, stage: 'completed', resumed: 1, repositories_processed: 10 })
  expect(snapshotsSeen(await sync.snapshots())).toEqual(worldSeen(sync.github.world))
  const after = sync.spent().requests - before
  const again = await sync.ended(await sync.start('full'))
  expect(again.stage).toBe('completed')
  // Repositories that were whole, and pages that were there, are not asked for again.
  expect(after).toBeLessThan(sync.spent().requests - before - after)
})

test('what one repository does not give is told, and the others are read', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ ...seed, repositories: 3, issuesAndPullRequests: 60 })
  sync.github.faults.plan(
    { kind: 'status', status: 404 },
    { times: 1, on: /GET \/repos\/acme\/service-001\/contributors/ },
  )
  await using _agent = await sync.agent({ OCTO_REPOSITORIES: 'acme/nowhere' })
  const run = await sync.ended(await sync.start('full'))
  expect(run).toMatchObject({ stage: 'failed', errors_total: 2, repositories_processed: 4 })
  const told = run.errors.map(({ repository, operation }) => `${repository} ${operation}`).sort()
  expect(told).toEqual(['acme/nowhere repository', 'acme/service-001 repository'])
  expect(snapshotsSeen(await sync.snapshots())).toEqual(worldSeen(sync.github.world))
})
