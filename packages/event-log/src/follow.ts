import { setTimeout as pause } from 'node:timers/promises'
import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { connectionOf, type EventLog } from './connection.ts'
import { removeConsumer } from './consumer.ts'
import { LogUnavailableError, StreamConfigurationError } from './errors.ts'
import { asLogError } from './jetstream-errors.ts'
import { type PullResult, pull } from './pull.ts'
import { deliveredMessage, type ReadMessage } from './read-message.ts'
import type { BatchLimits } from './reader.ts'
import { type StreamName, streamInfo } from './streams.ts'

export interface LogBounds {
  /** The oldest sequence that the log holds; the last one + 1 when it holds none. */
  readonly firstSequence: number
  readonly lastSequence: number
}

/**
 * Sequences that a follower cannot give. `expired`: the log holds them no more. `set_back`: the log was restored to an
 * older state and hands them out again, to other messages.
 */
export interface LogGap {
  readonly reason: 'expired' | 'set_back'
  readonly from: number
  readonly to: number
}

export interface FollowedBatch {
  /** What is missing before these messages. */
  readonly gap: LogGap | null
  /** In the order of their sequences, each once; empty when nothing came within `maxWaitMs`. */
  readonly messages: readonly ReadMessage[]
}

/** Reads a stream in order and keeps no state in it: nothing is acknowledged, and no other reader is disturbed. */
export interface LogFollower extends AsyncDisposable {
  /** The sequence that was given last, or up to which nothing can be given. */
  readonly position: number
  /** Waits up to `maxWaitMs` for a first message. Throws LogUnavailableError; the next call goes on. One call at a time. */
  next(limits: BatchLimits): Promise<FollowedBatch>
}

/** Throws LogUnavailableError, or StreamConfigurationError when the stream does not exist. */
export async function logBounds(log: EventLog, stream: StreamName): Promise<LogBounds> {
  const info = await streamInfo(log, stream)
  if (info === null) throw new StreamConfigurationError(`stream ${stream} does not exist`)
  const { first_seq, last_seq } = info.state
  return { firstSequence: info.state.messages === 0 ? last_seq + 1 : first_seq, lastSequence: last_seq }
}

/** Follows a stream from after a sequence, or from its end as it is now. Throws as `logBounds` does. */
export async function followLog(
  log: EventLog,
  stream: StreamName,
  after: number | 'end',
): Promise<LogFollower> {
  const position = after === 'end' ? (await logBounds(log, stream)).lastSequence : after
  return new EphemeralFollower(log, stream, position)
}

/** The server forgets a consumer that nobody has asked for so long. */
const FORGOTTEN_AFTER_MS = 60_000
const RETRY_MS = 100

interface Opened {
  readonly consumer: string
  /** Nothing came from it yet. */
  isFresh: boolean
}

class EphemeralFollower implements LogFollower {
  readonly #log: EventLog
  readonly #stream: StreamName
  #position: number
  #opened: Opened | null = null

  constructor(log: EventLog, stream: StreamName, position: number) {
    this.#log = log
    this.#stream = stream
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  async next(limits: BatchLimits): Promise<FollowedBatch> {
    const deadline = performance.now() + limits.maxWaitMs
    for (;;) {
      const opened = this.#opened ?? (await this.#open())
      if ('gap' in opened) return opened
      const waitMs = Math.max(0, Math.ceil(deadline - performance.now()))
      const result = await this.#pull(opened, limits, waitMs)
      const batch = this.#take(opened, result)
      const isOver = performance.now() >= deadline
      if (batch.messages.length > 0 || batch.gap !== null) return batch
      if (isOver && isAnswered(result)) return batch
      if (isOver) throw new LogUnavailableError(`stream ${this.#stream} cannot be followed: ${result.reason}`)
      if (result.end !== 'drained') await pause(Math.min(RETRY_MS, deadline - performance.now()))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
  }

  async #pull({ consumer }: Opened, limits: BatchLimits, waitMs: number): Promise<PullResult> {
    const connection = connectionOf(this.#log)
    const target = { stream: this.#stream, consumer }
    const { maxMessages, maxBytes } = limits
    const result = await pull(connection, target, { maxMessages, maxBytes, waitMs })
    if (result.end !== 'too_large') return result
    return pull(connection, target, { maxMessages: 1, maxBytes: null, waitMs: RETRY_MS })
  }

  /** The messages up to the first hole. A hole right after the start is one of the log; any other was lost on the way. */
  #take(opened: Opened, result: PullResult): FollowedBatch {
    if (!isAnswered(result)) this.#opened = null
    const messages: ReadMessage[] = []
    let gap: LogGap | null = null
    for (const message of result.messages.map(deliveredMessage)) {
      const { sequence } = message
      if (sequence <= this.#position) continue
      if (sequence > this.#position + 1) {
        if (!opened.isFresh) {
          this.#opened = null
          break
        }
        gap = { reason: 'expired', from: this.#position + 1, to: sequence - 1 }
      }
      opened.isFresh = false
      this.#position = sequence
      messages.push(message)
    }
    return { gap, messages }
  }

  /** Begins where we are; where the log does not go on from there, the gap is all that comes of it. */
  async #open(): Promise<Opened | FollowedBatch> {
    const { firstSequence, lastSequence } = await logBounds(this.#log, this.#stream)
    const next = this.#position + 1
    if (lastSequence < this.#position) {
      this.#position = lastSequence
      return { gap: { reason: 'set_back', from: lastSequence + 1, to: next - 1 }, messages: [] }
    }
    if (firstSequence > next) {
      this.#position = firstSequence - 1
      return { gap: { reason: 'expired', from: next, to: firstSequence - 1 }, messages: [] }
    }
    this.#opened = { consumer: await this.#createConsumer(next), isFresh: true }
    return this.#opened
  }

  async #createConsumer(from: number): Promise<string> {
    try {
      const { name } = await connectionOf(this.#log).manager.consumers.add(this.#stream, {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: from,
        inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
        mem_storage: true,
        num_replicas: 1,
      })
      return name
    } catch (cause) {
      throw asLogError(cause, `following stream ${this.#stream}`)
    }
  }

  async #close(): Promise<void> {
    const opened = this.#opened
    this.#opened = null
    if (opened === null || !this.#log.isConnected()) return
    try {
      await removeConsumer(this.#log, this.#stream, opened.consumer)
    } catch {
      // The server forgets it by itself.
    }
  }
}

/** Whether the consumer is there and said so; otherwise another one goes on from where this one ended. */
function isAnswered({ end }: PullResult): boolean {
  return end === 'full' || end === 'drained' || end === 'busy' || end === 'too_large'
}
