import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { startClickHouseContainer } from './clickhouse-container.ts'

export interface ClickHouseAccess {
  readonly user: string
  readonly password: string
  readonly database: string
}

/** How a test reaches ClickHouse as its writer. */
export interface TestClickHouse extends ClickHouseAccess, AsyncDisposable {
  readonly url: string
  /** Who may only read; in a container, where nobody makes such a user, the writer. */
  readonly reader: { readonly user: string; readonly password: string }
}

/**
 * The real engine on a free port: embedded, or the server in a container when OCTO_TEST_CONTAINERS is 1. Its data is
 * removed when it is disposed of. Throws ContainerError when its container does not come up.
 */
export async function startClickHouse(): Promise<TestClickHouse> {
  const access = { user: 'octometer', password: randomBytes(16).toString('hex'), database: 'octometer' }
  return wantsContainer() ? startClickHouseContainer(access) : startEmbedded(access)
}

function wantsContainer(): boolean {
  try {
    return inject('testContainers')
  } catch {
    // A tool asks, not a test: vitest gives to its own tests alone.
    return false
  }
}

async function startEmbedded({ database, ...writer }: ClickHouseAccess): Promise<TestClickHouse> {
  // Loaded when it is asked for: the engine is a native library of half a gigabyte, which pure tests do without.
  const { startEmbeddedClickHouse } = await import('@octometer/embedded-clickhouse')
  const dataDir = await mkdtemp(join(tmpdir(), 'octometer-clickhouse-'))
  const clickhouse = await startEmbeddedClickHouse({ dataDir, database, writer })
  return {
    url: clickhouse.url,
    ...writer,
    database,
    reader: { user: 'reader', password: '' },
    async [Symbol.asyncDispose]() {
      await clickhouse.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
