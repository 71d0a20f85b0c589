import { availableParallelism } from 'node:os'

/** What a reader's query may cost. A reader may lower a limit for one query, never raise it. */
export interface ReaderLimits {
  /** Seconds from the start of the query to its last row. */
  readonly maxExecutionSeconds: number
  readonly maxResultRows: number
  readonly maxResultBytes: number
  /** Memory of one query, in bytes. */
  readonly maxMemoryBytes: number
  readonly maxRowsToRead: number
  /** Threads of one query. */
  readonly maxThreads: number
}

export const DEFAULT_READER_LIMITS: ReaderLimits = {
  maxExecutionSeconds: 60,
  maxResultRows: 1_000_000,
  maxResultBytes: 512 * 1024 * 1024,
  maxMemoryBytes: 2 * 1024 * 1024 * 1024,
  maxRowsToRead: 5_000_000_000,
  maxThreads: availableParallelism(),
}

/** The same limits by the names of ClickHouse's settings. */
export function limitSettings(limits: ReaderLimits): ReadonlyMap<string, number> {
  return new Map([
    ['max_execution_time', limits.maxExecutionSeconds],
    ['max_result_rows', limits.maxResultRows],
    ['max_result_bytes', limits.maxResultBytes],
    ['max_memory_usage', limits.maxMemoryBytes],
    ['max_rows_to_read', limits.maxRowsToRead],
    ['max_threads', limits.maxThreads],
  ])
}
