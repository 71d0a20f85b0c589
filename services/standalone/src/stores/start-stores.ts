import { join } from 'node:path'
import type { ClickHouseConfig, NatsConfig } from '@octometer/config'
import { type EmbeddedClickHouse, startEmbeddedClickHouse } from '@octometer/embedded-clickhouse'
import { type NatsServer, startNatsServer } from '@octometer/event-log'
import type { Logger } from '@octometer/telemetry'
import type { Credentials } from '../credentials.ts'

export const NATS_USER = 'octometer'

export function startNats(
  nats: NatsConfig,
  { natsPassword }: Credentials,
  dataDir: string,
): Promise<NatsServer> {
  return startNatsServer({
    storeDir: join(dataDir, 'nats'),
    binary: nats.serverBin,
    port: nats.port,
    nextFreePort: true,
    credential: { user: NATS_USER, password: natsPassword },
  })
}

export function startClickHouse(
  { user, password, database, port }: ClickHouseConfig,
  dataDir: string,
  logger: Logger,
): Promise<EmbeddedClickHouse> {
  return startEmbeddedClickHouse({
    dataDir: join(dataDir, 'clickhouse'),
    port,
    nextFreePort: true,
    database,
    writer: { user, password },
    logger,
  })
}
