import { expect, test } from 'vitest'
import { type SyncUnderTest, startSyncTest } from './sync.fixture.ts'

const from = new Date('2025-06-01T00:00:00Z')
const until = new Date('2026-01-05T07:00:00Z')
const world = { repositories: 180, issuesAndPullRequests: 40_000 }

interface Spent {
  /** REST requests and points of GraphQL together; a 304 costs nothing. */
  readonly budget: number
  readonly requests: number
  readonly seconds: number
}

async function measure(sync: SyncUnderTest, what: string, work: () => Promise<unknown>): Promise<Spent> {
  const [before, startedAt] = [sync.spent(), performance.now()]
  await work()
  const seconds = (performance.now() - startedAt) / 1000
  const { budget, requests } = sync.spent()
  const spent = { budget: budget - before.budget, requests: requests - before.requests, seconds }
  process.stdout.write(`${what}: ${JSON.stringify(spent)}\n`)
  return spent
}

/** One pull request or issue in each of so many repositories. */
function change({ github }: SyncUnderTest, repositories: number): void {
  const updated_at = `${new Date(github.clock.now()).toISOString().slice(0, 19)}Z`
  for (const { issues, pulls } of [...github.world.repositories.values()].slice(0, repositories)) {
    const item = issues.get(1) ?? pulls.get(1)
    if (item !== undefined) item.object = { ...item.object, title: 'Changed', updated_at }
  }
}

test('180 repositories with 40,000 issues and pull requests stay within the budget and the time', {
  timeout: 400_000,
}, async () => {
  await using sync = await startSyncTest()
  const { github } = sync
  github.seed({ seed: 3, ...world, from, until })
  github.setLatency(50)
  await using _agent = await sync.agent()
  const full = await measure(sync, 'full', async () => {
    const run = await sync.ended(await sync.start('full'))
    expect(run).toMatchObject({ stage: 'completed', errors_total: 0, counts: { repositories: 180 } })
    expect(run.counts.issues + run.counts.pull_requests).toBe(40_000)
  })
  await github.clock.advance(3_600_000)
  const incremental = (what: string, repositories: number) =>
    measure(sync, what, async () => {
      const run = await sync.ended(await sync.start('incremental'))
      expect(run).toMatchObject({ stage: 'completed', repositories_total: repositories })
    })
  const idle = await incremental('incremental, nothing changed', 0)
  change(sync, 40)
  const some = await incremental('incremental, 40 repositories changed', 40)
  const single = await measure(sync, 'single', async () =>
    sync.ended(await sync.start('repository', 'acme/service-177')),
  )
  expect(full.budget).toBeLessThanOrEqual(900)
  expect(full.seconds).toBeLessThan(300)
  expect(idle.budget).toBeLessThanOrEqual(20)
  expect(some.budget).toBeLessThanOrEqual(60)
  expect(some.seconds).toBeLessThan(30)
  expect(single.budget).toBeLessThanOrEqual(5)
  expect(single.seconds).toBeLessThan(3)
})
