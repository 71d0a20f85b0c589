import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbeddedClickHouse } from './embedded-clickhouse.ts'
import { temporaryFolder, writer } from './running-server.fixture.ts'

const ROUNDS = 15

test('a stop ends while queries are ended that nobody waits for any more', async () => {
  const dataDir = await temporaryFolder()
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await startEmbeddedClickHouse({ dataDir, writer })
    const leave = new AbortController()
    const asked = [1, 2, 3].map((share) =>
      fetch(`${server.url}/?user=${writer.user}&password=${encodeURIComponent(writer.password)}`, {
        method: 'POST',
        body: `SELECT sum(number) FROM numbers(${(share + (round % 7)) * 30_000_000})`,
        signal: leave.signal,
      }).then((answer) => answer.text()),
    )
    // The end of a query falls before, into and after its being killed, one round after the other.
    await pause(10 + ((round * 7) % 90))
    leave.abort()
    const outcomes = await Promise.allSettled(asked)
    const stopped = await Promise.race([server.stop().then(() => 'stopped'), pause(20_000, 'hangs')])
    expect([round, stopped, outcomes.length]).toEqual([round, 'stopped', 3])
  }
})
