import { type Bucket, openBucket } from './bucket.ts'
import { connectionOf, type EventLog } from './connection.ts'
import { asLogError } from './jetstream-errors.ts'
import type { BucketName, StreamName } from './streams.ts'

/** Removes every message up to a sequence, that one too; gives how many there were. Throws LogUnavailableError. */
export async function purgeThrough(log: EventLog, stream: StreamName, sequence: number): Promise<number> {
  try {
    const { purged } = await connectionOf(log).manager.streams.purge(stream, { seq: sequence + 1 })
    return purged
  } catch (cause) {
    throw asLogError(cause, `purging stream ${stream}`)
  }
}

/**
 * Writes the texts of a bucket anew, those that `rewrite` gives otherwise than they are, over what was seen of them: whoever keeps
 * it finds that another has written, and reads it again. Gives how many were. Throws LogUnavailableError.
 */
export async function rewriteBucket(
  log: EventLog,
  name: BucketName,
  rewrite: (text: string) => string,
): Promise<number> {
  const bucket = await openBucket(log, name)
  let count = 0
  for (const { key } of await bucket.entries()) if (await rewriteEntry(bucket, key, rewrite)) count += 1
  return count
}

async function rewriteEntry(
  bucket: Bucket,
  key: string,
  rewrite: (text: string) => string,
): Promise<boolean> {
  for (;;) {
    const entry = await bucket.get(key)
    const text = entry === null ? null : rewrite(entry.value)
    if (entry === null || text === null || text === entry.value) return false
    if ((await bucket.put(key, text, entry.revision)) !== null) return true
  }
}
