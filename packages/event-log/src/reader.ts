import { setTimeout as pause } from 'node:timers/promises'
import type { Msg } from '@nats-io/transport-node'
import { type Connection, connectionOf, type EventLog } from './connection.ts'
import {
  type ConsumerOptions,
  consumerInfo,
  consumerProgress,
  ensureConsumer,
  missingConsumer,
  type ReaderProgress,
  removeConsumer,
} from './consumer.ts'
import { LogUnavailableError } from './errors.ts'
import { type PullResult, pull } from './pull.ts'
import { createBatch, type ReadBatch, releaseAll } from './read-batch.ts'

export type ReaderOptions = ConsumerOptions

export interface BatchLimits {
  readonly maxMessages: number
  /** Of stored (compressed) bytes; one message that is larger still comes, alone. */
  readonly maxBytes: number
  readonly maxWaitMs: number
}

export interface LogReader extends AsyncDisposable {
  /**
   * Waits up to `maxWaitMs` for a first message, then gives what is there. While there is a backlog the next batch is
   * fetched meanwhile, under the limits of this call. Throws LogUnavailableError after `maxWaitMs` without the
   * log, ConsumerMissingError when the consumer was deleted. One call at a time.
   */
  nextBatch(limits: BatchLimits): Promise<ReadBatch>
  progress(): Promise<ReaderProgress>
  /** The stream's last sequence when the consumer was made, whoever made it; 0 when that is not known. */
  readonly backlogEnd: number
  /** Deletes the consumer, and with it its position. */
  remove(): Promise<void>
}

/**
 * Opens the durable consumer, creating it when it does not exist, at the stream's first message unless told otherwise. Those who open the
 * same one share its messages. Throws StreamConfigurationError when it exists with settings that would lose some.
 */
export async function openReader(log: EventLog, options: ReaderOptions): Promise<LogReader> {
  const { backlogEnd } = await ensureConsumer(log, options)
  return new ConsumerReader(log, options, backlogEnd)
}

const RETRY_MS = 100

class ConsumerReader implements LogReader {
  readonly #log: EventLog
  readonly #connection: Connection
  readonly #options: ReaderOptions
  readonly backlogEnd: number
  #ahead: Promise<PullResult> | null = null
  #fetched: readonly Msg[] = []

  constructor(log: EventLog, options: ReaderOptions, backlogEnd: number) {
    this.#log = log
    this.#connection = connectionOf(log)
    this.#options = options
    this.backlogEnd = backlogEnd
  }

  async nextBatch(limits: BatchLimits): Promise<ReadBatch> {
    const deadline = performance.now() + limits.maxWaitMs
    for (;;) {
      const waitMs = Math.max(0, Math.ceil(deadline - performance.now()))
      const result = await (this.#takeAhead() ?? this.#pull({ ...limits, maxWaitMs: waitMs }))
      if (result.messages.length > 0) return this.#batch(result, limits)
      const over = performance.now() >= deadline
      if (result.end === 'too_large') return this.#batch(await this.#pullLarge(), limits)
      if (result.end === 'deleted' || (result.end === 'absent' && (await this.#isMissing()))) {
        throw missingConsumer(this.#options.stream, this.#options.consumer)
      }
      const answered = result.end === 'drained' || result.end === 'busy'
      if (over && answered) return this.#batch(result, limits)
      if (over) throw this.#unavailable(result)
      // Asking again at once would spin: others are being served, or the server is coming back.
      if (result.end !== 'drained') await pause(Math.min(RETRY_MS, Math.max(0, deadline - performance.now())))
    }
  }

  async progress(): Promise<ReaderProgress> {
    const { stream, consumer } = this.#options
    const progress = await consumerProgress(this.#log, stream, consumer)
    if (progress === null) throw missingConsumer(stream, consumer)
    return progress
  }

  async remove(): Promise<void> {
    await removeConsumer(this.#log, this.#options.stream, this.#options.consumer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { messages } = (await this.#takeAhead()) ?? { messages: [] }
    // Without a connection the server notices by itself that nobody acknowledges them.
    if (this.#connection.isConnected()) await releaseAll(this.#connection, messages, 0)
  }

  #pull(limits: BatchLimits): Promise<PullResult> {
    const { maxMessages, maxBytes, maxWaitMs } = limits
    return pull(this.#connection, this.#options, { maxMessages, maxBytes, waitMs: maxWaitMs })
  }

  #pullLarge(): Promise<PullResult> {
    return pull(this.#connection, this.#options, { maxMessages: 1, maxBytes: null, waitMs: RETRY_MS })
  }

  #batch({ messages, end }: PullResult, limits: BatchLimits): ReadBatch {
    const more = end === 'full'
    if (more) this.#fetchAhead(limits)
    return createBatch(this.#connection, messages, more, () => this.#fetched)
  }

  #fetchAhead(limits: BatchLimits): void {
    const ahead = this.#pull(limits).then((result) => {
      if (this.#ahead === ahead) this.#fetched = result.messages
      return result
    })
    this.#ahead = ahead
  }

  #takeAhead(): Promise<PullResult> | null {
    const ahead = this.#ahead
    this.#ahead = null
    this.#fetched = []
    return ahead
  }

  async #isMissing(): Promise<boolean> {
    const { stream, consumer } = this.#options
    try {
      return (await consumerInfo(this.#log, stream, consumer)) === null
    } catch (error) {
      if (error instanceof LogUnavailableError) return false
      throw error
    }
  }

  #unavailable({ reason }: PullResult): LogUnavailableError {
    const { stream, consumer } = this.#options
    return new LogUnavailableError(`consumer ${consumer} of stream ${stream} cannot be read: ${reason}`)
  }
}
