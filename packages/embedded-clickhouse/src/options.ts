import type { Logger } from '@octometer/telemetry'
import type { WriterCredentials } from './authentication.ts'
import type { ReaderLimits } from './reader-limits.ts'

export interface EmbeddedClickHouseOptions {
  /** Folder of its own for tables, metadata and what is on its way; made when it is missing. */
  readonly dataDir: string
  /** Address to listen on; 127.0.0.1 unless said otherwise. */
  readonly host?: string
  /** 0: a free one. */
  readonly port?: number
  /** Takes the next free port when `port` is taken, instead of failing. */
  readonly nextFreePort?: boolean
  /** Made at start, current in every session unless the request names another, and all that the reader sees. */
  readonly database?: string
  /** Who may do everything. Anybody may read, without a password, as `default` or `reader`. */
  readonly writer: WriterCredentials
  readonly readerLimits?: Partial<ReaderLimits>
  /** Memory of the whole engine, in bytes; nine tenths of the machine's unless said otherwise. */
  readonly maxMemoryBytes?: number
  /** Queries that run at a time, 8 unless said otherwise; readers leave two of these places to the writer. */
  readonly maxConcurrentQueries?: number
  /** Queries that wait for a place; the next one is refused. */
  readonly maxQueuedQueries?: number
  /** Milliseconds that a stop waits for running queries before it ends them. */
  readonly stopGraceMs?: number
  readonly logger?: Logger
}
