import { randomUUID } from 'node:crypto'
import {
  header,
  type RebuildPhase,
  type RebuildRecord,
  rebuildKey,
  rebuildRecordSchema,
  type StoredMessage,
} from '@octometer/event-contracts'
import { type Bucket, bucketNames, openBucket } from '@octometer/event-log'
import type { MessageSource } from '@octometer/projector-runtime'
import type { ProjectionContext } from './projection-context.ts'

/** Tells the bucket `rebuilds` how far the filling of a generation is. */
export interface RebuildTeller {
  enter(phase: RebuildPhase): void
  /** The same source: what is acknowledged of it counts as read. */
  counted(source: MessageSource): MessageSource
  /** Counts a page of the archive. */
  readPage(messages: readonly StoredMessage[]): void
  /** Tells the comparison at once. */
  compared(differences: RebuildRecord['differences']): Promise<void>
  /** Tells how it ended, and no more. */
  end(state: 'failed' | 'done'): Promise<void>
}

/** How often it is told. */
const TELL_EVERY_MS = 2000
/** Another process that was heard of so lately goes on telling. */
const TAKEN_OVER_AFTER_MS = 5 * TELL_EVERY_MS

/** `total`: how many messages there are to read, as soon as that is known. What cannot be told stops no rebuild. */
export function tellRebuild(
  context: ProjectionContext,
  generation: string,
  total: Promise<number>,
): RebuildTeller {
  const { projection, logger, now } = context
  const told: RebuildRecord = {
    projection: projection.name,
    generation,
    teller: randomUUID(),
    state: 'running',
    phase: 'reading_log',
    began_at: now().toISOString(),
    heard_at: now().toISOString(),
    read: 0,
    total: null,
    received_until: null,
    differences: null,
  }
  const unable = (what: string) => (err: unknown) =>
    logger.warn({ err, projection: projection.name, generation }, `${what} of a rebuild is not known`)
  total.then((messages) => {
    told.total = messages
  }, unable('the size'))
  let last: Promise<void> = Promise.resolve()
  const tell = (always: boolean) => {
    last = last.then(async () => {
      told.heard_at = now().toISOString()
      // What was counted beforehand may grow meanwhile.
      if (told.total !== null) told.total = Math.max(told.total, told.read)
      await write(context, told, always).catch(unable('the progress'))
    })
    return last
  }
  void tell(false)
  const telling = setInterval(() => void tell(false), TELL_EVERY_MS).unref()
  const read = (messages: number) => {
    told.read += messages
  }
  return {
    enter: (phase) => {
      told.phase = phase
    },
    counted: (source) => withCount(source, read),
    readPage: (messages) => {
      read(messages.length)
      const received = messages.at(-1)?.header(header.receivedAt)
      if (received != null) told.received_until = received
    },
    compared: (differences) => {
      told.differences = differences
      return tell(true)
    },
    end: (state) => {
      clearInterval(telling)
      told.state = state
      return tell(true)
    },
  }
}

function withCount(source: MessageSource, read: (messages: number) => void): MessageSource {
  return {
    progress: () => source.progress(),
    nextBatch: async (limits) => {
      const batch = await source.nextBatch(limits)
      return {
        messages: batch.messages,
        more: batch.more,
        acknowledge: async () => {
          await batch.acknowledge()
          read(batch.messages.length)
        },
        release: (delayMs) => batch.release(delayMs),
        keepAlive: () => batch.keepAlive(),
      }
    },
  }
}

async function write({ log }: ProjectionContext, told: RebuildRecord, always: boolean): Promise<void> {
  const bucket = await openBucket(log, bucketNames.rebuilds)
  const key = rebuildKey(told.projection, told.generation)
  const before = await bucket.get(key)
  if (!always && before !== null && isToldByAnother(before.value, told)) return
  // Whoever was faster told the same generation a moment ago.
  await bucket.put(key, JSON.stringify(told), before?.revision ?? 0)
}

function isToldByAnother(value: string, { teller, heard_at }: RebuildRecord): boolean {
  const other = recordOf(value)
  if (other === null || other.teller === teller || other.state !== 'running') return false
  return Date.parse(heard_at) - Date.parse(other.heard_at) < TAKEN_OVER_AFTER_MS
}

/** Null for what another version of this program wrote in its own way: it is written over. */
function recordOf(value: string): RebuildRecord | null {
  const { data } = rebuildRecordSchema.safeParse(JSON.parse(value))
  return data ?? null
}

/** What was told of a generation goes with its tables. */
export async function forgetRebuild(
  { log, projection }: ProjectionContext,
  generation: string,
): Promise<void> {
  const bucket: Bucket = await openBucket(log, bucketNames.rebuilds)
  const key = rebuildKey(projection.name, generation)
  const entry = await bucket.get(key)
  if (entry !== null) await bucket.remove(key, entry.revision)
}
