import type { Config } from '@octometer/config'
import { connectLog, ensureStreams } from '@octometer/event-log'
import { connectStore, ensureDatabase, migrate, newestArchivedSequence } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'

/**
 * Makes what every service finds at its start: the log's streams and buckets, and the read store's schema. So only this one needs
 * the right to make them. A second run changes nothing. Throws what stops it.
 */
export async function prepareStores(
  config: Pick<Config, 'nats' | 'clickhouse'>,
  logger: Logger,
): Promise<void> {
  await using log = await connectLog({ ...config.nats, name: 'octometer-setup', logger })
  await ensureDatabase(config.clickhouse)
  await using store = connectStore(config.clickhouse)
  const applied = await migrate(store)
  await ensureStreams(log, { eventsAfter: () => newestArchivedSequence(store) })
  logger.info({ applied }, 'log and database are prepared')
}
