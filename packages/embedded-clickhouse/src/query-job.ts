import type { ReaderRules } from './reader-rules.ts'

/** What a worker knows from its start. */
export interface WorkerPaths {
  readonly engine: string
  readonly exchange: string
}

/** What a worker is asked to run, in a session of its own that ends with it. */
export interface QueryJob {
  /** Statements that make the session: settings, parameters, database, rights. */
  readonly setup: string
  readonly statement: string
  /**
   * `answer`: rows go to the output file that the statement names; runs in the worker's own thread, which may block
   * on a slow reader. `measured`: bytes and counts come back; runs in libuv's pool. `command`: a short text or none.
   */
  readonly mode: 'answer' | 'measured' | 'command'
  /** Format of what comes back where the statement names none. */
  readonly format: string
  /** Present when the reader asks: the statement as the client sent it is checked first. */
  readonly check?: ReaderCheck
}

export interface ReaderCheck {
  readonly sql: string
  readonly parameters: ReadonlyMap<string, string>
  readonly rules: ReaderRules
}

export type QueryReply = QuerySuccess | QueryFailure

export interface QuerySuccess {
  readonly ok: true
  readonly output: Uint8Array
  readonly rows: number
  readonly bytes: number
}

export interface QueryFailure {
  readonly ok: false
  readonly number: number
  readonly symbol: string
  readonly message: string
}
