import { type ClickHouseConfig, type Environment, loadConfig } from '@octometer/config'
import { connectLog, type EventLog } from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { type Credentials, loadCredentials } from '../credentials.ts'
import { takeDataFolder } from '../data-folder.ts'
import { withEmbeddedDefaults } from '../embedded-defaults.ts'
import { toldEndpoint } from '../endpoint-file.ts'
import { NATS_USER, startClickHouse, startNats } from './start-stores.ts'

/** The two stores of a data folder, without the services. */
export interface DataStores extends AsyncDisposable {
  readonly log: EventLog
  readonly clickhouse: ClickHouseConfig
  /** Of a system that runs on the folder; else they were started here. */
  readonly isRunning: boolean
}

/** Those of the system that runs on the folder, or started on it for as long as they are asked. */
export async function openStores(env: Environment, dataDir: string): Promise<DataStores> {
  await using stack = new AsyncDisposableStack()
  const endpoint = await toldEndpoint(dataDir)
  if (endpoint === null) stack.use(await takeDataFolder(dataDir))
  const credentials = await loadCredentials(dataDir)
  const { config } = loadConfig(withEmbeddedDefaults(env, dataDir, credentials), [
    'server',
    'nats',
    'clickhouse',
  ])
  const logger = createLogger({ service: 'octometer-stores', level: 'error' })
  const started = async () => ({
    nats: stack.use(await startNats(config.nats, credentials, dataDir)).url,
    sql: stack.use(await startClickHouse(config.clickhouse, dataDir, logger)).url,
  })
  const { nats, sql } =
    endpoint === null ? await started() : { nats: natsUrl(endpoint.nats, credentials), sql: endpoint.sql }
  const log = stack.use(await connectLog({ url: nats, name: 'octometer-stores', logger }))
  const owned = stack.move()
  return {
    log,
    clickhouse: { ...config.clickhouse, url: sql, cluster: null },
    isRunning: endpoint !== null,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function natsUrl(address: string, { natsPassword }: Credentials): string {
  const { host } = new URL(address)
  return `nats://${NATS_USER}:${natsPassword}@${host}`
}
