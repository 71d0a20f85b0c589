import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  type StreamState,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { connectionOf, type EventLog } from './connection.ts'
import { ConsumerMissingError, StreamConfigurationError } from './errors.ts'
import { asLogError, isConsumerMissing, isConsumerTaken } from './jetstream-errors.ts'
import { throughElections } from './patience.ts'
import type { StreamName } from './streams.ts'

export interface ConsumerOptions {
  readonly stream: StreamName
  /** Letters, digits, `-` and `_`. */
  readonly consumer: string
  /** Delivered again when not acknowledged within this; default 30 s. */
  readonly ackWaitMs?: number
  /** Delivered and not yet acknowledged, over all replicas; default 20,000. */
  readonly maxAckPending?: number
  /** A new one begins after this sequence; unless given, at the first message. */
  readonly startAfter?: number
}

export interface ReaderProgress {
  /** Messages not yet delivered. */
  readonly pending: number
  /** Delivered and not yet acknowledged. */
  readonly unacknowledged: number
  /** Of those, delivered more than once. */
  readonly redelivered: number
  /** Everything up to this sequence is acknowledged. */
  readonly ackFloorSequence: number
  /** First and last sequence of the stream. An empty stream's first is its last + 1. */
  readonly firstSequence: number
  readonly lastSequence: number
}

/** Where the stream ended when the consumer was made: in its metadata, so that every replica knows the same. */
const BACKLOG_END = 'octometer.backlog_end'
/** It was made out of a backup, where it had come so far: it begins there, whatever its readers begin with. */
export const RESTORED = 'octometer.restored'

/** Creates the durable consumer where it is to begin, unless it exists. */
export function ensureConsumer(log: EventLog, options: ConsumerOptions): Promise<Ensured> {
  return throughElections(connectionOf(log), () => ensureOnce(log, options))
}

interface Ensured {
  readonly backlogEnd: number
}

async function ensureOnce(log: EventLog, options: ConsumerOptions): Promise<Ensured> {
  const { stream, consumer, ackWaitMs = 30_000, maxAckPending = 20_000 } = options
  if (!/^[A-Za-z0-9_-]+$/.test(consumer)) {
    throw new TypeError(`consumer ${JSON.stringify(consumer)}: only letters, digits, - and _ can name one`)
  }
  const { manager } = connectionOf(log)
  const adjustable = { ack_wait: nanos(ackWaitMs), max_ack_pending: maxAckPending }
  const existing = await consumerInfo(log, stream, consumer)
  const problems = existing === null ? [] : consumerProblems(existing.config, options)
  if (problems.length > 0) {
    throw new StreamConfigurationError(
      `consumer ${consumer} of stream ${stream} exists with ${problems.join(', ')}: remove it`,
    )
  }
  try {
    if (existing !== null) {
      if (differs(existing.config, adjustable)) await manager.consumers.update(stream, consumer, adjustable)
      return { backlogEnd: Number(existing.config.metadata?.[BACKLOG_END] ?? 0) }
    }
    const { state } = await manager.streams.info(stream)
    await manager.consumers.add(stream, {
      durable_name: consumer,
      ack_policy: AckPolicy.Explicit,
      ...beginning(options),
      max_deliver: -1,
      metadata: { [BACKLOG_END]: String(state.last_seq) },
      ...adjustable,
    })
    return { backlogEnd: state.last_seq }
  } catch (cause) {
    // Another replica has made it meanwhile, with the end that it saw.
    if (isConsumerTaken(cause)) return ensureOnce(log, options)
    throw asLogError(cause, `consumer ${consumer} of stream ${stream}`)
  }
}

function beginning({ startAfter }: ConsumerOptions) {
  if (startAfter === undefined) return { deliver_policy: DeliverPolicy.All }
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: startAfter + 1 }
}

function differs(config: ConsumerConfig, wanted: { ack_wait: number; max_ack_pending: number }): boolean {
  return config.ack_wait !== wanted.ack_wait || config.max_ack_pending !== wanted.max_ack_pending
}

/** What in a consumer's settings would let it skip or forget messages. */
function consumerProblems(config: ConsumerConfig, { startAfter }: ConsumerOptions): string[] {
  const usual = startAfter === undefined ? DeliverPolicy.All : DeliverPolicy.StartSequence
  const policy = config.metadata?.[RESTORED] === undefined ? usual : config.deliver_policy
  const checks: [setting: string, is: unknown, wanted: unknown][] = [
    ['ack_policy', config.ack_policy, AckPolicy.Explicit],
    ['deliver_policy', config.deliver_policy, policy],
    ['max_deliver', config.max_deliver ?? -1, -1],
    ['inactive_threshold', config.inactive_threshold ?? 0, 0],
    ['filter_subject', config.filter_subject ?? 'none', 'none'],
    ['filter_subjects', config.filter_subjects?.length ?? 0, 0],
    ['deliver_subject', config.deliver_subject ?? 'none', 'none'],
  ]
  return checks
    .filter(([, is, wanted]) => is !== wanted)
    .map(([setting, is, wanted]) => `${setting} ${is} (wanted: ${wanted})`)
}

/** The consumer, or null when it does not exist. Throws LogUnavailableError or LogRefusedError (no such stream). */
export async function consumerInfo(
  log: EventLog,
  stream: StreamName,
  consumer: string,
): Promise<ConsumerInfo | null> {
  try {
    return await connectionOf(log).manager.consumers.info(stream, consumer)
  } catch (cause) {
    if (isConsumerMissing(cause)) return null
    throw asLogError(cause, `consumer ${consumer} of stream ${stream}`)
  }
}

/** Progress of a consumer without reading through it; null when it does not exist. Throws LogUnavailableError. */
export async function consumerProgress(
  log: EventLog,
  stream: StreamName,
  consumer: string,
): Promise<ReaderProgress | null> {
  const info = await consumerInfo(log, stream, consumer)
  if (info === null) return null
  const { state } = await connectionOf(log)
    .manager.streams.info(stream)
    .catch((cause: unknown) => {
      throw asLogError(cause, `stream ${stream}`)
    })
  return {
    pending: Math.max(info.num_pending, isBehind(info, state) ? 1 : 0),
    unacknowledged: info.num_ack_pending,
    redelivered: info.num_redelivered,
    ackFloorSequence: info.ack_floor.stream_seq,
    firstSequence: state.first_seq,
    lastSequence: state.last_seq,
  }
}

/** The server acknowledges an append before its consumers count it: whoever appended and then asks must be told of it. */
function isBehind({ delivered }: ConsumerInfo, { messages, last_seq }: StreamState): boolean {
  return messages > 0 && delivered.stream_seq < last_seq
}

/** Deletes the consumer, and with it its position. Without effect when it does not exist. */
export async function removeConsumer(log: EventLog, stream: StreamName, consumer: string): Promise<void> {
  try {
    await connectionOf(log).manager.consumers.delete(stream, consumer)
  } catch (cause) {
    if (!isConsumerMissing(cause)) throw asLogError(cause, `consumer ${consumer} of stream ${stream}`)
  }
}

export function missingConsumer(stream: StreamName, consumer: string): ConsumerMissingError {
  return new ConsumerMissingError(
    `consumer ${consumer} of stream ${stream} does not exist any more: open the reader again to start from the first message`,
  )
}
