import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'

/** Empties the log, as the trimmer does once its retention has passed. */
export async function purgeLog(natsUrl: string): Promise<void> {
  const connection = await connect({ servers: natsUrl })
  try {
    const manager = await jetstreamManager(connection)
    await manager.streams.purge('EVENTS')
  } finally {
    await connection.close()
  }
}
