import { createHash } from 'node:crypto'
import { type Snapshot, schemaFault, snapshotSchema } from '@octometer/event-contracts'

type WithoutMark<S> = S extends Snapshot ? Omit<S, 'snapshot_id' | 'taken_at'> : never

/** A snapshot before it has an id and a time. */
export type Seen = WithoutMark<Snapshot>

/** GitHub's answer is not what a snapshot may hold: it is not appended. */
export class MalformedObjectError extends Error {
  override readonly name = 'MalformedObjectError'
  readonly code = 'malformed_object'
  readonly retryable = false
}

export interface SnapshotSink {
  /** `key` tells the thing among those of its type. Throws MalformedObjectError, and what the log throws. */
  append(seen: Seen, key: string, askedAt: Date): Promise<void>
}

/** Gives each look its id, by what was seen: the same look appended again is the same snapshot. */
export function createSnapshotSink(append: (snapshot: Snapshot) => Promise<void>): SnapshotSink {
  return {
    append(seen, key, askedAt) {
      const hash = createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 22)
      const snapshot = snapshotSchema.safeParse({
        ...seen,
        snapshot_id: `sync:${seen.type}:${key}:${hash}`,
        taken_at: askedAt.toISOString(),
      })
      if (snapshot.success) return append(snapshot.data)
      const why = `${seen.type} ${key}: ${schemaFault(snapshot.error)}`
      return Promise.reject(new MalformedObjectError(`GitHub answered what is not understood: ${why}`))
    },
  }
}
