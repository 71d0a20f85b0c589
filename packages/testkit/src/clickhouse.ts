import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { startClickHouseContainer } from './clickhouse-container.ts'
import { copyKept } from './kept-folder.ts'

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
  const access = writerAccess()
  return wantsContainer() ? startClickHouseContainer(access) : startEmbedded(access)
}

/**
 * The same with what `fill` writes into it, once in a run of tests: each who asks under this name gets a copy of its own,
 * which is quicker than making tables.
 */
export async function startFilledClickHouse(
  name: string,
  fill: (clickhouse: TestClickHouse) => Promise<void>,
): Promise<TestClickHouse> {
  if (wantsContainer()) {
    const container = await startClickHouse()
    await fill(container)
    return container
  }
  const access = writerAccess()
  return startEmbedded(access, (dataDir) =>
    copyKept(name, dataDir, async (folder) => {
      const kept = join(folder, 'clickhouse')
      await using clickhouse = await openEmbedded(access, kept)
      await fill(clickhouse)
      return kept
    }),
  )
}

const writerAccess = () => ({
  user: 'octometer',
  password: randomBytes(16).toString('hex'),
  database: 'octometer',
})

function wantsContainer(): boolean {
  try {
    return inject('testContainers')
  } catch {
    // A tool asks, not a test: vitest gives to its own tests alone.
    return false
  }
}

/** `prepare` may make its data folder. */
async function startEmbedded(
  access: ClickHouseAccess,
  prepare: (dataDir: string) => Promise<void> = async () => {},
): Promise<TestClickHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'octometer-clickhouse-'))
  const dataDir = join(folder, 'clickhouse')
  await prepare(dataDir)
  const clickhouse = await openEmbedded(access, dataDir)
  return {
    ...clickhouse,
    async [Symbol.asyncDispose]() {
      await clickhouse[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function openEmbedded(
  { database, ...writer }: ClickHouseAccess,
  dataDir: string,
): Promise<TestClickHouse> {
  // Loaded when it is asked for: the engine is a native library of half a gigabyte, which pure tests do without.
  const { startEmbeddedClickHouse } = await import('@octometer/embedded-clickhouse')
  const clickhouse = await startEmbeddedClickHouse({ dataDir, database, writer })
  return {
    url: clickhouse.url,
    ...writer,
    database,
    reader: { user: 'reader', password: '' },
    [Symbol.asyncDispose]: () => clickhouse.stop(),
  }
}
