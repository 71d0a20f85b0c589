import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  connectLog,
  type EventLog,
  ensureStreams,
  type NatsServer,
  startNatsServer,
} from '@octometer/event-log'
import { connectStore, type Store } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import type { Surroundings } from '../benchmark.ts'
import { type RunningProgram, startProgram } from './program.ts'
import { scratchFolder } from './scratch-folder.ts'

const GIB = 1024 ** 3

/** What every service of one benchmark shares: nats-server and ClickHouse, each a process of its own. */
export interface Topology extends AsyncDisposable {
  readonly root: string
  readonly nats: NatsServer
  readonly clickhouse: RunningProgram
  /** Connections of the benchmark itself. */
  readonly log: EventLog
  readonly store: Store
  readonly access: StoreAccess
  /** With which the services find both. */
  readonly environment: Readonly<Record<string, string>>
}

export interface StoreAccess {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly database: string
}

/** Starts both on empty folders, or ClickHouse on a folder that is kept. nats-server syncs always. */
export async function startTopology(
  { root, natsServerBin }: Surroundings,
  clickhouseFolder: string | null = null,
): Promise<Topology> {
  await using stack = new AsyncDisposableStack()
  const scratch = stack.use(await scratchFolder())
  const nats = stack.use(await startLog(natsServerBin, scratch.path))
  const credentials = { user: 'octometer', password: randomBytes(16).toString('hex'), database: 'octometer' }
  const clickhouse = stack.use(
    await startClickHouse(root, clickhouseFolder ?? join(scratch.path, 'clickhouse'), credentials),
  )
  const access = { url: clickhouse.url, ...credentials }
  const logger = createLogger({ service: 'bench', level: 'error', destination: 'stderr' })
  const log = stack.use(await connectLog({ url: nats.url, name: 'bench', logger }))
  await ensureStreams(log, { maxBytes: { EVENTS: 8 * GIB, API_CALLS: GIB } })
  const store = stack.use(connectStore({ ...access, cluster: null, ca: null }))
  const owned = stack.move()
  return {
    root,
    nats,
    clickhouse,
    log,
    store,
    access,
    environment: environmentOf(nats, access),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** nats-server as standalone starts it. */
export function startLog(natsServerBin: string | null, folder: string): Promise<NatsServer> {
  return startNatsServer({ storeDir: join(folder, 'nats'), binary: natsServerBin, monitoring: true })
}

function startClickHouse(
  root: string,
  dataDir: string,
  { user, password }: { user: string; password: string },
): Promise<RunningProgram> {
  return startProgram({
    folder: root,
    args: ['packages/embedded-clickhouse/src/main.ts'],
    env: {
      OCTO_DATA_DIR: dataDir,
      OCTO_CLICKHOUSE_USER: user,
      OCTO_CLICKHOUSE_PASSWORD: password,
      OCTO_LOG_LEVEL: 'warn',
    },
  })
}

function environmentOf(nats: NatsServer, access: StoreAccess): Record<string, string> {
  return {
    OCTO_NATS_URL: nats.url,
    ...(nats.monitoringUrl === null ? {} : { OCTO_NATS_MONITORING_URL: nats.monitoringUrl }),
    OCTO_CLICKHOUSE_URL: access.url,
    OCTO_CLICKHOUSE_USER: access.user,
    OCTO_CLICKHOUSE_PASSWORD: access.password,
    OCTO_CLICKHOUSE_DATABASE: access.database,
    OCTO_HTTP_PORT: '0',
  }
}
