import type { StoredMessage } from '@octometer/event-contracts'
import type { RowsByTable } from './projection.ts'

/** The tables of one generation. Errors say with `retryable` whether sending the same again can help. */
export interface ProjectionTables {
  /** Resolves when the rows are on disk; writing them again changes nothing. */
  insert(rows: RowsByTable): Promise<void>
  /** Recounts every rollup bucket that these rows touch. */
  recount(rows: RowsByTable): Promise<void>
}

export interface OutcomeRecord {
  readonly message_id: string
  readonly projection: string
  readonly generation: string
  readonly result: {
    readonly rank: number
    readonly outcome: string
    readonly reason: string
    readonly rows: number
  }
}

export interface DeadLetterRecord {
  readonly dead_letter_id: string
  readonly projection: string
  readonly message_id: string
  readonly subject: string
  readonly stream_sequence: number
  readonly reason: string
  readonly first_rejected_at: Date
  readonly status: { readonly rank: number; readonly status: string }
}

/** Where every message's end is written. Idempotent like the tables. */
export interface Journal {
  writeOutcomes(records: readonly OutcomeRecord[]): Promise<void>
  writeDeadLetters(records: readonly DeadLetterRecord[]): Promise<void>
}

export interface MessageBatch {
  readonly messages: readonly StoredMessage[]
  /** There were more messages when it was read. */
  readonly more: boolean
  acknowledge(): Promise<void>
  /** Gives the messages back, to be delivered again. */
  release(delayMs?: number): Promise<void>
  /** Restarts the clock after which an unacknowledged batch is delivered to another replica. */
  keepAlive(): void
}

export interface BatchLimits {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxWaitMs: number
}

export interface MessageSource {
  nextBatch(limits: BatchLimits): Promise<MessageBatch>
  progress(): Promise<{ readonly pending: number; readonly unacknowledged: number }>
}

/** Whether the same write may succeed later. Errors that do not say are taken as passing troubles. */
export function isFinal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false
}
