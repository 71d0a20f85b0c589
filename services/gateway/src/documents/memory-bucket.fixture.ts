import type { Bucket, BucketEntry } from '@octometer/event-log'

/** A bucket that nobody else writes. */
export function memoryBucket(): Bucket {
  const held = new Map<string, BucketEntry>()
  return {
    entries: async () => [...held.values()],
    get: async (key) => held.get(key) ?? null,
    async put(key, value, revision) {
      if ((held.get(key)?.revision ?? 0) !== revision) return null
      held.set(key, { key, value, revision: revision + 1 })
      return revision + 1
    },
    remove: async (key) => held.delete(key),
  }
}
