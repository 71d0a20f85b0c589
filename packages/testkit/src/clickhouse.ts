import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How a test reaches ClickHouse as its writer. */
export interface TestClickHouse extends AsyncDisposable {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly database: string
}

/** The real engine, embedded, on a free port and a folder of its own, which is removed when it is disposed of. */
export async function startClickHouse(): Promise<TestClickHouse> {
  // Loaded when it is asked for: the engine is a native library of half a gigabyte, which pure tests do without.
  const { startEmbeddedClickHouse } = await import('@octometer/embedded-clickhouse')
  const dataDir = await mkdtemp(join(tmpdir(), 'octometer-clickhouse-'))
  const writer = { user: 'octometer', password: randomBytes(16).toString('hex') }
  const database = 'octometer'
  const clickhouse = await startEmbeddedClickHouse({ dataDir, database, writer })
  return {
    url: clickhouse.url,
    ...writer,
    database,
    async [Symbol.asyncDispose]() {
      await clickhouse.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
