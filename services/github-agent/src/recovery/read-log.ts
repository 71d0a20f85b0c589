import { encodeSnapshot } from '@octometer/event-contracts'
import type { Appender } from '@octometer/event-log'
import type { LogCursors } from './log-cursors.ts'
import { logParts } from './log-parts.ts'
import { type LogSource, sourceKey } from './log-source.ts'

export interface LogReading {
  readonly cursors: LogCursors
  readonly events: Appender
  /** How far GitHub's log reaches back, less what reading it takes. */
  readonly lookBackMs: number
  readonly now: () => Date
}

/** What is sent while the log is read, or listed a little later, is read by the next look once more. */
const OVERLAP_MS = 120_000

/**
 * Appends what a log lists since it was last read. The cursor moves once all of it is in the log: a crash reads it again. Gives how many
 * attempts were listed. Throws RequestError, LogUnavailableError.
 */
export async function readLog(
  source: LogSource,
  { cursors, events, lookBackMs, now }: LogReading,
  signal: AbortSignal,
): Promise<number> {
  const key = sourceKey(source)
  const until = now()
  const oldest = new Date(until.getTime() - lookBackMs)
  const before = await cursors.readUntil(key)
  const since = before === null || before < oldest ? oldest : new Date(before.getTime() - OVERLAP_MS)
  let listed = 0
  for await (const part of logParts(source, source.pages(signal), { since, until })) {
    await events.append({ ...encodeSnapshot(part), headers: {} })
    listed += part.deliveries.length
  }
  await cursors.advance(key, until)
  return listed
}
