import { pause } from '@octometer/telemetry'
import { type BucketEntry, openBucket } from './bucket.ts'
import { connectionOf, type EventLog } from './connection.ts'
import { asLogError } from './jetstream-errors.ts'
import type { BucketName } from './streams.ts'

export interface BucketWatchOptions {
  /** A change is known after so long at the latest; default 1 s. */
  readonly everyMs?: number
  /** Told once when the bucket cannot be read any more: what was given last holds until it can. */
  onUnreadable(error: unknown): void
}

/**
 * Gives what a bucket holds, now and after every change, until it is disposed of. Resolves after the first time. It asks for the
 * bucket's revision instead of being told, so that neither a lost connection nor a restored server leaves it waiting for what
 * never comes. Throws LogUnavailableError, or StreamConfigurationError, when the bucket cannot be read at first.
 */
export async function watchBucket(
  log: EventLog,
  name: BucketName,
  onEntries: (entries: readonly BucketEntry[]) => void,
  { everyMs = 1_000, onUnreadable }: BucketWatchOptions,
): Promise<AsyncDisposable> {
  const bucket = await openBucket(log, name)
  let known: string | null = null
  const look = async () => {
    const revision = await revisionOf(log, name)
    if (revision === known) return
    onEntries(await bucket.entries())
    known = revision
  }
  await look()
  const stop = new AbortController()
  const watching = (async () => {
    let isReadable = true
    while (!stop.signal.aborted) {
      await pause(everyMs, stop.signal)
      if (stop.signal.aborted) return
      try {
        await look()
        isReadable = true
      } catch (error) {
        if (isReadable) onUnreadable(error)
        isReadable = false
      }
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await watching
    },
  }
}

/** Another one after every change, and after the bucket was made anew. */
async function revisionOf(log: EventLog, name: BucketName): Promise<string> {
  try {
    const { created, state } = await connectionOf(log).manager.streams.info(`KV_${name}`)
    return `${created} ${state.last_seq}`
  } catch (cause) {
    throw asLogError(cause, `bucket ${name}`)
  }
}
