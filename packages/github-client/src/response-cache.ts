import { LRUCache } from 'lru-cache'

/** An answer of GitHub, as it can be given again. */
export interface CachedAnswer {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly etag: string | null
  /** Its ETag is the one that we can compute for another token too. */
  readonly predictable: boolean
  /** Until then it is given without asking, Unix milliseconds. */
  readonly freshUntil: number
  /** Of the repositories that it tells of. */
  readonly tags: readonly string[]
}

/** May throw: then the call goes on without it. */
export interface ResponseCache {
  get(key: string): CachedAnswer | undefined
  set(key: string, answer: CachedAnswer): void
  /** Takes out every answer with one of these tags; how many there were. */
  invalidate(tags: ReadonlySet<string>): number
}

export interface ResponseCacheOptions {
  /** 1,000 unless given. */
  readonly maximumEntries?: number
  /** Of bodies; 64 MiB unless given. A page of a hundred pull requests has two. */
  readonly maximumBytes?: number
}

const MEBIBYTE = 2 ** 20

/** Keeps what was asked for last, in this process. */
export function createResponseCache(options: ResponseCacheOptions = {}): ResponseCache {
  const entries = new LRUCache<string, CachedAnswer>({
    max: options.maximumEntries ?? 1_000,
    maxSize: options.maximumBytes ?? 64 * MEBIBYTE,
    sizeCalculation: ({ body }) => body.length + 1,
  })
  return {
    get: (key) => entries.get(key),
    set: (key, answer) => void entries.set(key, answer),
    invalidate(tags) {
      const keys = [...entries.entries()].flatMap(([key, answer]) =>
        answer.tags.some((tag) => tags.has(tag)) ? [key] : [],
      )
      for (const key of keys) entries.delete(key)
      return keys.length
    },
  }
}
