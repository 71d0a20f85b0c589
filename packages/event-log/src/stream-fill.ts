import type { EventLog } from './connection.ts'
import { type StreamName, streamInfo } from './streams.ts'

/** How much of what a stream may hold it holds. */
export interface StreamFill {
  readonly stream: StreamName
  readonly bytes: number
  /** A full stream refuses; null: it has no bound. */
  readonly maxBytes: number | null
}

/** Null for a stream that does not exist. Throws LogUnavailableError. */
export async function streamFill(log: EventLog, stream: StreamName): Promise<StreamFill | null> {
  const info = await streamInfo(log, stream)
  if (info === null) return null
  const { max_bytes } = info.config
  return { stream, bytes: info.state.bytes, maxBytes: max_bytes > 0 ? max_bytes : null }
}
