import type { EventLog } from './connection.ts'
import { bucketNames, streamInfo, streamNames } from './streams.ts'

/** What a stream holds. An empty one's first sequence is its last + 1. */
export interface StreamState {
  readonly messages: number
  readonly firstSequence: number
  readonly lastSequence: number
  /** When the first of its messages was appended; null when it holds none. */
  readonly firstAt: Date | null
  /** When it was made: another time is another stream, whose sequences mean other messages. */
  readonly created: string
}

/**
 * Every stream that is worth keeping, buckets among them, in the order in which a running system lets them be taken: what tells how far
 * something came before what it came through. Leases are not: who holds one is about processes that run.
 */
export const keptStreams: readonly string[] = [
  ...Object.values(bucketNames).map((bucket) => `KV_${bucket}`),
  streamNames.alerts,
  streamNames.apiCalls,
  streamNames.events,
]

/** Null for a stream that does not exist. Throws LogUnavailableError. */
export async function streamState(log: EventLog, stream: string): Promise<StreamState | null> {
  const info = await streamInfo(log, stream)
  if (info === null) return null
  const { messages, first_seq, first_ts, last_seq } = info.state
  return {
    messages,
    firstSequence: first_seq,
    lastSequence: last_seq,
    firstAt: messages === 0 ? null : new Date(first_ts),
    created: info.created,
  }
}
