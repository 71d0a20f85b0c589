import { type KV, Kvm } from '@nats-io/kv'
import { connectionOf, type EventLog } from './connection.ts'
import { StreamConfigurationError } from './errors.ts'
import { asLogError, isStreamMissing, isWrongSequence } from './jetstream-errors.ts'
import { throughElections } from './patience.ts'
import type { BucketName } from './streams.ts'

export interface BucketEntry {
  readonly key: string
  readonly value: string
  /** Greater with every write. */
  readonly revision: number
}

/** Small state that outlives a process: one text per key, written only over the revision that was seen. */
export interface Bucket {
  /** Everything that is there now. */
  entries(): Promise<readonly BucketEntry[]>
  get(key: string): Promise<BucketEntry | null>
  /** Writes over `revision` (0: the key is not there). The new revision; null when somebody else was faster. */
  put(key: string, value: string, revision: number): Promise<number | null>
  /** False when somebody else was faster. */
  remove(key: string, revision: number): Promise<boolean>
}

/** Opens a bucket that `ensureStreams` made. Its calls throw LogUnavailableError. */
export async function openBucket(log: EventLog, name: BucketName): Promise<Bucket> {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      if (isStreamMissing(cause)) {
        throw new StreamConfigurationError(`bucket ${name} does not exist: ensureStreams makes it`, { cause })
      }
      throw asLogError(cause, `bucket ${name}`)
    }
  }
  const connection = connectionOf(log)
  const open = () => guarded(() => new Kvm(connection.nats).open(name, { allow_direct: false }))
  const kv = await throughElections(connection, open)
  return {
    entries: () => guarded(() => readAll(kv)),
    get: (key) => guarded(() => read(kv, key)),
    put: (key, value, revision) => guarded(() => write(kv, key, value, revision)),
    remove: (key, revision) => guarded(() => erase(kv, key, revision)),
  }
}

async function readAll(kv: KV): Promise<BucketEntry[]> {
  const entries: BucketEntry[] = []
  for await (const entry of await kv.history()) {
    if (entry.operation === 'PUT') {
      entries.push({ key: entry.key, value: entry.string(), revision: entry.revision })
    }
  }
  return entries
}

async function read(kv: KV, key: string): Promise<BucketEntry | null> {
  const entry = await kv.get(key)
  if (entry === null || entry.operation !== 'PUT') return null
  return { key, value: entry.string(), revision: entry.revision }
}

async function write(kv: KV, key: string, value: string, revision: number): Promise<number | null> {
  try {
    // What was removed has a revision of its own, which the library's `create` writes over.
    return await (revision === 0 ? kv.create(key, value) : kv.put(key, value, { previousSeq: revision }))
  } catch (error) {
    if (!isWrongSequence(error)) throw error
    // A write of ours whose answer was lost looks like another's.
    const now = await read(kv, key)
    return now !== null && now.value === value ? now.revision : null
  }
}

async function erase(kv: KV, key: string, revision: number): Promise<boolean> {
  try {
    await kv.purge(key, { previousSeq: revision })
    return true
  } catch (error) {
    if (!isWrongSequence(error)) throw error
    return (await read(kv, key)) === null
  }
}
