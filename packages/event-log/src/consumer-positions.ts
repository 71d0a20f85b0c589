import { type ConsumerConfig, type ConsumerInfo, DeliverPolicy } from '@nats-io/jetstream'
import { connectionOf, type EventLog } from './connection.ts'
import { RESTORED } from './consumer.ts'
import { asLogError, isConsumerMissing } from './jetstream-errors.ts'
import { type StreamName, streamInfo } from './streams.ts'

/** A durable consumer, and how far it has come. */
export interface ConsumerPosition {
  readonly consumer: string
  /** Everything up to this sequence is acknowledged. */
  readonly acknowledged: number
  /** Somebody is asking it for messages just now. */
  readonly isRead: boolean
  /** As the server has it. */
  readonly config: Readonly<Record<string, unknown>>
}

/** Every durable consumer of a stream; none of one that does not exist. Throws LogUnavailableError. */
export async function consumerPositions(
  log: EventLog,
  stream: StreamName,
): Promise<readonly ConsumerPosition[]> {
  if ((await streamInfo(log, stream)) === null) return []
  const positions: ConsumerPosition[] = []
  try {
    for await (const info of connectionOf(log).manager.consumers.list(stream)) {
      if (info.config.durable_name !== undefined) positions.push(positionOf(info))
    }
  } catch (cause) {
    throw asLogError(cause, `consumers of stream ${stream}`)
  }
  return positions
}

function positionOf({ name, ack_floor, num_waiting, config }: ConsumerInfo): ConsumerPosition {
  return {
    consumer: name,
    acknowledged: ack_floor.stream_seq,
    isRead: num_waiting > 0,
    config: { ...config },
  }
}

/** Makes a consumer that goes on after `position.acknowledged`, in the place of the one that has its name. */
export async function restorePosition(
  log: EventLog,
  stream: StreamName,
  { consumer, acknowledged, config }: ConsumerPosition,
): Promise<void> {
  const { manager } = connectionOf(log)
  const was = config as Partial<ConsumerConfig>
  const first = Math.max(acknowledged + 1, was.opt_start_seq ?? 0)
  const begin = first <= 1 ? {} : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: first }
  try {
    await manager.consumers.delete(stream, consumer).catch((cause: unknown) => {
      if (!isConsumerMissing(cause)) throw cause
    })
    await manager.consumers.add(stream, {
      ...was,
      durable_name: consumer,
      ...begin,
      metadata: { ...was.metadata, [RESTORED]: String(acknowledged) },
    })
  } catch (cause) {
    throw asLogError(cause, `consumer ${consumer} of stream ${stream}`)
  }
}
