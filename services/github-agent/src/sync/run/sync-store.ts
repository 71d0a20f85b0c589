import { syncRunSchema } from '@octometer/event-contracts'
import { z } from 'zod'
import { type OwnedBucket, repositoryKey } from '../../owned-bucket.ts'
import type { SyncRun } from './sync-record.ts'

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

/** Ended syncs that are remembered. */
const MOST_RUNS = 100

/** What syncs keep over restarts. Its writes throw what the bucket throws. */
export class SyncStore {
  readonly #bucket: OwnedBucket

  constructor(bucket: OwnedBucket) {
    this.#bucket = bucket
  }

  /** The sync that is under way, or that a process left when it ended. */
  running(): SyncRun | null {
    return this.#read('running', syncRunSchema)
  }

  saveRunning(run: SyncRun): Promise<void> {
    return this.#put('running', run)
  }

  /** Syncs that ended, the newest first. */
  ended(): readonly SyncRun[] {
    const runs = this.#keysUnder('run.').flatMap((key) => this.#read(key, syncRunSchema) ?? [])
    return runs.sort((one, other) => other.started_at.localeCompare(one.started_at))
  }

  /** Forgets what the sync needed while it ran. Without `keep` it leaves no trace. */
  async end(run: SyncRun, keep: boolean): Promise<void> {
    if (keep) await this.#put(`run.${Date.parse(run.started_at)}.${run.id}`, run)
    await this.#bucket.remove('running')
    const old = this.#keysUnder('run.').sort().slice(0, -MOST_RUNS)
    for (const key of [...old, ...this.#keysUnder('place.')]) await this.#bucket.remove(key)
  }

  place(repository: string): PlaceRecord | null {
    return this.#read(repositoryKey('place.', repository), placeSchema)
  }

  savePlace(place: PlaceRecord): Promise<void> {
    return this.#put(repositoryKey('place.', place.repository), place)
  }

  /** Null: it was never read whole. */
  read(repository: string): ReadRepository | null {
    const read = this.#read(repositoryKey('read.', repository), readSchema)
    return read && { until: new Date(read.until), pending: read.pending }
  }

  saveRead(repository: string, until: string, pending: readonly PendingCommit[]): Promise<void> {
    return this.#put(repositoryKey('read.', repository), { repository, until, pending })
  }

  #read<T>(key: string, schema: z.ZodType<T>): T | null {
    const value = this.#bucket.get(key)
    if (value === null) return null
    try {
      return schema.parse(JSON.parse(value))
    } catch {
      // What another version kept is none: a sync reads from the beginning, and what is appended twice counts once.
      return null
    }
  }

  #keysUnder(prefix: string): string[] {
    return this.#bucket.keys().filter((key) => key.startsWith(prefix))
  }

  #put(key: string, value: object): Promise<void> {
    return this.#bucket.put(key, JSON.stringify(value))
  }
}
