import { createLogger } from '@octometer/telemetry'
import { dataFolder, prepareDataFolder } from './data-folder.ts'
import { openEngine } from './engine.ts'
import { listen } from './listen.ts'
import type { EmbeddedClickHouseOptions } from './options.ts'
import { createQueryPool } from './query-pool.ts'
import { DEFAULT_READER_LIMITS, limitSettings } from './reader-limits.ts'
import { createQueryServer } from './server.ts'

export interface EmbeddedClickHouse extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly port: number
  /** Takes no more requests, lets the running ones finish for a while, and closes the engine. Once is enough. */
  stop(): Promise<void>
}

/**
 * Starts ClickHouse's HTTP interface over chDB, of which a process holds one at a time. Throws EngineUnavailableError
 * when the data folder is in use or cannot be opened, and the listener's error when the port is taken.
 */
export async function startEmbeddedClickHouse(
  options: EmbeddedClickHouseOptions,
): Promise<EmbeddedClickHouse> {
  const { host = '127.0.0.1', database = 'octometer', writer, stopGraceMs = 10_000 } = options
  const logger = options.logger ?? createLogger({ service: 'embedded-clickhouse', level: 'silent' })
  const folder = dataFolder(options.dataDir)
  const limits = limitSettings({ ...DEFAULT_READER_LIMITS, ...options.readerLimits })
  await using starting = new AsyncDisposableStack()

  await prepareDataFolder(folder, database, limits, options.maxMemoryBytes)
  const engine = starting.use(await openEngine(folder, database))
  const pool = starting.use(
    createQueryPool({
      paths: { engine: engine.path, exchange: folder.exchange },
      maxRunning: options.maxConcurrentQueries ?? 8,
      maxQueued: options.maxQueuedQueries ?? 256,
      maxWait: 60_000,
    }),
  )
  const context = { engine, pool, exchange: folder.exchange, database, writer, limits }
  const queries = createQueryServer(context, host, logger)
  const port = await listen(queries.server, host, options.port ?? 0, options.nextFreePort ?? false)
  // chDB leaves a kill without an answer for ever when a thread of the pool ends meanwhile.
  starting.defer(() => engine.killed())
  starting.defer(() => queries.drain(stopGraceMs))

  const parts = starting.move()
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= parts.disposeAsync().then(() => logger.info({ port }, 'embedded ClickHouse stopped'))
    return stopped
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  logger.info({ url, database, version: engine.facts.version }, 'embedded ClickHouse listens')
  return { url, port, stop, [Symbol.asyncDispose]: stop }
}
