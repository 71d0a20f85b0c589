import { connectionOf, type EventLog } from './connection.ts'
import { consumerInfo } from './consumer.ts'
import { StreamConfigurationError } from './errors.ts'
import { asLogError } from './jetstream-errors.ts'
import { type StreamName, streamInfo } from './streams.ts'

export interface TrimOptions {
  readonly stream: StreamName
  readonly retentionMs: number
  /** The consumers of every declared projection. */
  readonly consumers: readonly string[]
}

export interface TrimReport {
  readonly firstSequenceBefore: number
  readonly firstSequenceAfter: number
  /** Everything up to this sequence is acknowledged by every declared consumer; 0 when one is missing. */
  readonly floor: number
  /** Declared, but not there: nothing is trimmed while there is one. */
  readonly missingConsumers: readonly string[]
}

export interface Trimmer {
  /**
   * Removes what is older than the retention and acknowledged by every consumer given; nothing when none is given.
   * Throws LogUnavailableError, or StreamConfigurationError when the stream does not exist.
   */
  trim(options: TrimOptions): Promise<TrimReport>
}

/** `now` in Unix milliseconds, as the NATS server's clock has it. */
export function createTrimmer(log: EventLog, now: () => number = Date.now): Trimmer {
  return {
    async trim({ stream, retentionMs, consumers }) {
      const { floor, missingConsumers } = await acknowledgedFloor(log, stream, consumers)
      const { first, last, lastAt } = await boundsOf(log, stream)
      const since = new Date(now() - retentionMs)
      const young = lastAt < since ? last + 1 : await firstSince(log, stream, since)
      // A replica that is behind may know no young message yet: then nothing is trimmed this time.
      const keepFrom = Math.min(floor + 1, young ?? first)
      if (keepFrom > first) await purgeUpTo(log, stream, keepFrom)
      const firstSequenceAfter = keepFrom > first ? (await boundsOf(log, stream)).first : first
      return { firstSequenceBefore: first, firstSequenceAfter, floor, missingConsumers }
    },
  }
}

async function acknowledgedFloor(log: EventLog, stream: StreamName, consumers: readonly string[]) {
  const infos = await Promise.all(consumers.map((consumer) => consumerInfo(log, stream, consumer)))
  const floors = infos.map((info) => info?.ack_floor.stream_seq ?? 0)
  return {
    floor: floors.length === 0 ? 0 : Math.min(...floors),
    missingConsumers: consumers.filter((_, index) => infos[index] === null),
  }
}

async function boundsOf(log: EventLog, stream: StreamName) {
  const info = await streamInfo(log, stream)
  if (info === null) throw new StreamConfigurationError(`stream ${stream} does not exist`)
  const { first_seq: first, last_seq: last, last_ts } = info.state
  return { first, last, lastAt: new Date(last_ts) }
}

/** The first message stored at or after `since`; null when whoever answers knows none. */
async function firstSince(log: EventLog, stream: StreamName, since: Date): Promise<number | null> {
  try {
    const message = await connectionOf(log).manager.direct.getMessage(stream, { start_time: since })
    return message?.seq ?? null
  } catch (cause) {
    throw asLogError(cause, `the oldest message of stream ${stream} to keep`)
  }
}

async function purgeUpTo(log: EventLog, stream: StreamName, keepFrom: number): Promise<void> {
  try {
    await connectionOf(log).manager.streams.purge(stream, { seq: keepFrom })
  } catch (cause) {
    throw asLogError(cause, `trimming stream ${stream}`)
  }
}
