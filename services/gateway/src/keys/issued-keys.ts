import { createHash, randomBytes } from 'node:crypto'
import type { Bucket } from '@octometer/event-log'
import { apiRoles } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { cachedFor } from '../cached.ts'
import { asProblem } from '../outage.ts'

const issuedKey = z.object({
  /** SHA-256 of the key in hex. A key has 256 random bits: nothing slower is needed to keep it from being guessed. */
  hash: z.string(),
  role: z.enum(apiRoles),
  repositories: z.array(z.string()).nullable(),
  created_at: z.string(),
  created_by: z.string(),
  expires_at: z.string().nullable(),
})

export type IssuedKey = z.output<typeof issuedKey> & { readonly name: string }

/** The keys that were made here, by their names, in the bucket that every gateway reads. */
export interface IssuedKeys {
  /** Who asks with the credential; null for nobody. Throws a 503 when it has to be asked and cannot be. */
  find(credential: string): Promise<Principal | null>
  /** As they are now. Throws LogUnavailableError. */
  list(): Promise<readonly IssuedKey[]>
  /** The new key; null when the name is taken. Throws LogUnavailableError. */
  create(key: Omit<IssuedKey, 'hash'>): Promise<string | null>
  /** What was taken back; null when there was none. Throws LogUnavailableError. */
  remove(name: string): Promise<IssuedKey | null>
}

const PREFIX = 'octo_'
const FRESH_MS = 1000

export function openIssuedKeys(open: () => Promise<Bucket>, now: () => Date): IssuedKeys {
  const bucketOf = memoized(open)
  const list = async () => (await (await bucketOf()).entries()).map(({ key, value }) => keyOf(key, value))
  const known = lastKnown(async () => new Map((await list()).map((key) => [key.hash, key])))
  return {
    async find(credential) {
      if (!credential.startsWith(PREFIX)) return null
      try {
        const found = (await known.read()).get(hashOf(credential))
        if (found === undefined || hasExpired(found, now())) return null
        const { name, role, repositories } = found
        return { name, role, repositories, via: 'key' }
      } catch (error) {
        throw asProblem(error)
      }
    },
    list,
    async create({ name, ...about }) {
      const key = `${PREFIX}${randomBytes(32).toString('base64url')}`
      const written = await (await bucketOf()).put(name, JSON.stringify({ ...about, hash: hashOf(key) }), 0)
      if (written === null) return null
      await known.refresh()
      return key
    },
    async remove(name) {
      const bucket = await bucketOf()
      for (;;) {
        const entry = await bucket.get(name)
        if (entry === null) return null
        if (await bucket.remove(name, entry.revision)) {
          await known.refresh()
          return keyOf(name, entry.value)
        }
      }
    },
  }
}

function keyOf(name: string, value: string): IssuedKey {
  return { name, ...issuedKey.parse(JSON.parse(value)) }
}

function hashOf(credential: string): string {
  return createHash('sha256').update(credential).digest('hex')
}

function hasExpired({ expires_at }: IssuedKey, now: Date): boolean {
  return expires_at !== null && Date.parse(expires_at) <= now.getTime()
}

/** Opens once; what failed is tried again by the next caller. */
function memoized<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = null
      throw error
    })
    return opened
  }
}

/**
 * A value that is at most a second old. While it cannot be read it is the last one that could be: who had a key keeps
 * access when the log is away, and nobody can take a key back then.
 */
function lastKnown<T>(load: () => Promise<T>): { read(): Promise<T>; refresh(): Promise<void> } {
  let last: { readonly value: T } | null = null
  const loadLatest = async () => {
    const value = await load()
    last = { value }
    return value
  }
  let cached = cachedFor(FRESH_MS, loadLatest)
  return {
    async read() {
      try {
        return await cached()
      } catch (error) {
        if (last === null) throw error
        return last.value
      }
    },
    async refresh() {
      cached = cachedFor(FRESH_MS, loadLatest)
      await cached()
    },
  }
}
