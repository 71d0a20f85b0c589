import type { Bucket } from '@octometer/event-log'
import { z } from 'zod'
import { readRun, type SyncRun } from './sync-record.ts'

/** A commit whose checks had not ended. */
const pendingSchema = z.object({ sha: z.string(), branch: z.string().nullable() })
export type PendingCommit = z.output<typeof pendingSchema>

const placeSchema = z.object({
  sync: z.string(),
  repository: z.string(),
  /** When this repository was begun, by GitHub's clock: a later sync goes on from there. */
  began_at: z.iso.datetime(),
  /** Where each list stands: GitHub's cursor of the last page that is in the log. */
  cursors: z.record(z.string(), z.string()),
  /** Parts that are in the log whole. */
  ended: z.array(z.string()),
  pending: z.array(pendingSchema).default([]),
  done: z.boolean(),
})
const readSchema = z.object({
  repository: z.string(),
  until: z.iso.datetime(),
  pending: z.array(pendingSchema).default([]),
})

/** What is known of a repository that was read whole. */
interface ReadRepository {
  /** From when on its changes are not known. */
  readonly until: Date
  readonly pending: readonly PendingCommit[]
}

export type PlaceRecord = z.output<typeof placeSchema>

/** Another process wrote what only the leader writes: it leads now. */
class SyncStateTakenError extends Error {
  override readonly name = 'SyncStateTakenError'
  readonly code = 'sync_state_taken'
  readonly retryable = true
}

/** Ended syncs that are remembered. */
const MOST_RUNS = 100

/** What syncs keep over restarts. One agent works at a time, so each key has one writer. Its calls throw LogUnavailableError. */
export class SyncStore {
  readonly #bucket: Bucket
  readonly #revisions = new Map<string, number>()
  readonly #values = new Map<string, string>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(bucket: Bucket) {
    this.#bucket = bucket
  }

  static async open(bucket: Bucket): Promise<SyncStore> {
    const store = new SyncStore(bucket)
    for (const { key, value, revision } of await bucket.entries()) {
      store.#values.set(key, value)
      store.#revisions.set(key, revision)
    }
    return store
  }

  /** The sync that is under way, or that a process left when it ended. */
  running(): SyncRun | null {
    const value = this.#values.get('running')
    return value === undefined ? null : readRun(value)
  }

  saveRunning(run: SyncRun): Promise<void> {
    return this.#put('running', run)
  }

  /** Syncs that ended, the newest first. */
  ended(): readonly SyncRun[] {
    const runs = this.#keysUnder('run.').flatMap((key) => readRun(this.#values.get(key) ?? '') ?? [])
    return runs.sort((one, other) => other.started_at.localeCompare(one.started_at))
  }

  /** Forgets what the sync needed while it ran. Without `keep` it leaves no trace. */
  async end(run: SyncRun, keep: boolean): Promise<void> {
    if (keep) await this.#put(`run.${Date.parse(run.started_at)}.${run.id}`, run)
    await this.#remove('running')
    const old = this.#keysUnder('run.').sort().slice(0, -MOST_RUNS)
    for (const key of [...old, ...this.#keysUnder('place.')]) await this.#remove(key)
  }

  place(repository: string): PlaceRecord | null {
    return this.#read(`place.${tokenOf(repository)}`, placeSchema)
  }

  savePlace(place: PlaceRecord): Promise<void> {
    return this.#put(`place.${tokenOf(place.repository)}`, place)
  }

  /** Null: it was never read whole. */
  read(repository: string): ReadRepository | null {
    const read = this.#read(`read.${tokenOf(repository)}`, readSchema)
    return read && { until: new Date(read.until), pending: read.pending }
  }

  saveRead(repository: string, until: string, pending: readonly PendingCommit[]): Promise<void> {
    return this.#put(`read.${tokenOf(repository)}`, { repository, until, pending })
  }

  #read<T>(key: string, schema: z.ZodType<T>): T | null {
    const value = this.#values.get(key)
    if (value === undefined) return null
    try {
      return schema.parse(JSON.parse(value))
    } catch {
      // Read from the beginning again: what is appended twice counts once.
      return null
    }
  }

  #keysUnder(prefix: string): string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix))
  }

  #put(key: string, value: object): Promise<void> {
    return this.#inTurn(() => this.#write(key, value))
  }

  #remove(key: string): Promise<void> {
    return this.#inTurn(() => this.#erase(key))
  }

  /** Each write knows the revision of the one before it. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#writing.then(write)
    this.#writing = turn.catch(() => undefined)
    return turn
  }

  async #write(key: string, value: object): Promise<void> {
    const text = JSON.stringify(value)
    const revision = await this.#bucket.put(key, text, this.#revisions.get(key) ?? 0)
    if (revision === null) throw new SyncStateTakenError(`another github-agent has written ${key}`)
    this.#revisions.set(key, revision)
    this.#values.set(key, text)
  }

  async #erase(key: string): Promise<void> {
    await this.#bucket.remove(key, this.#revisions.get(key) ?? 0)
    this.#revisions.delete(key)
    this.#values.delete(key)
  }
}

/** A repository's name holds what a key may not. */
function tokenOf(repository: string): string {
  return Buffer.from(repository.toLowerCase()).toString('base64url')
}
