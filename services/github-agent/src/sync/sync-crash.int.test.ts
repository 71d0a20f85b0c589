import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { type SyncUnderTest, startSyncTest } from './sync.fixture.ts'
import { snapshotsSeen, worldSeen } from './synced-world.fixture.ts'

const program = new URL('../main.ts', import.meta.url).pathname

/** A github-agent in a process of its own; disposal kills it as a power cut would. */
function startProcess({ environment }: SyncUnderTest) {
  const env = { ...environment, OCTO_CLICKHOUSE_URL: 'http://127.0.0.1:1', OCTO_LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  return {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

test('a process that is killed in the middle of a sync is followed by one that goes on, and the log holds the same', {
  timeout: 120_000,
}, async () => {
  await using sync = await startSyncTest()
  const { github } = sync
  const range = { from: new Date('2025-06-01T00:00:00Z'), until: new Date('2026-01-05T07:00:00Z') }
  github.seed({ seed: 11, repositories: 8, issuesAndPullRequests: 4_000, ...range })
  github.setLatency(30)
  const killed = startProcess(sync)
  const isThere = () =>
    sync.runs(0).then(
      () => true,
      () => false,
    )
  await expect.poll(isThere, { timeout: 30_000 }).toBe(true)
  const run = await sync.start('full')
  const processed = async () => (await sync.runs(0)).running?.repositories_processed ?? 0
  await expect.poll(processed, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0)
  await killed[Symbol.asyncDispose]()
  const before = sync.spent().budget
  const whole = worldSeen(github.world)
  expect(snapshotsSeen(await sync.snapshots()).length).toBeLessThan(whole.length)
  await using _next = await sync.agent()
  expect(await sync.ended(run)).toMatchObject({ stage: 'completed', resumed: 1, errors: [] })
  expect(snapshotsSeen(await sync.snapshots())).toEqual(whole)
  const rest = sync.spent().budget - before
  await sync.ended(await sync.start('full'))
  expect(rest).toBeLessThan(sync.spent().budget - before - rest)
})
