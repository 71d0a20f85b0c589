import type { Config, ShownSetting } from '@octometer/config'
import { connectLog } from '@octometer/event-log'
import { connectSqlReader, connectStore, refuseNewerSchema } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import { type GatewayService, startGateway } from './gateway.ts'

/** Of one query: whoever asked has given up by then, and ClickHouse is not to go on for nobody. */
export const QUERY_SECONDS = 30

/** The gateway as a process of its own: connects to log and store, and serves. Throws what stops the start. */
export async function deployGateway(
  config: Pick<Config, 'server' | 'access' | 'nats' | 'clickhouse' | 'answers'>,
  logger: Logger,
  settings: readonly ShownSetting[],
): Promise<GatewayService> {
  await using stack = new AsyncDisposableStack()
  const log = stack.use(await connectLog({ ...config.nats, name: 'octometer-gateway', logger }))
  const store = stack.use(connectStore({ ...config.clickhouse, querySeconds: QUERY_SECONDS }))
  await refuseNewerSchema(store)
  const { clickhouse } = config
  const sqlReader = clickhouse.reader && stack.use(connectSqlReader({ ...clickhouse, ...clickhouse.reader }))
  const { url } = stack.use(await startGateway({ config, log, store, sqlReader, logger, settings }))
  const owned = stack.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
