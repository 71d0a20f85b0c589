import type { Logger } from '@octometer/telemetry'
import type { Clock } from './clock.ts'
import { answeredFromCache, type CacheKind, cacheFailed, notInCache } from './events.ts'
import { expectedEtag, opaqueEtag } from './expected-etag.ts'
import type { Answer } from './rate-answer.ts'
import { type RepositoryTags, tagOfName } from './repository-tags.ts'
import type { CachedAnswer, ResponseCache } from './response-cache.ts'

/** How long an answer is given without asking; what lives for 0 s is asked for again on condition that it has changed. */
const LIVES_MS: Readonly<Record<CacheKind, number>> = {
  repository: 300_000,
  pulls: 60_000,
  issues: 60_000,
  other: 0,
}

/** Of the body as we hold it, not of the bytes that came. */
const TRANSFER_HEADERS = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection'])

export interface AskedFor {
  readonly key: string
  readonly url: string
  /** After the root of the API. */
  readonly path: string
  readonly kind: CacheKind
  readonly accept: string
  /** `AnswerCache.forgotten` when it was asked for. */
  readonly forgotten: number
}

export interface AnswerCacheOptions {
  readonly cache: ResponseCache
  readonly tags: RepositoryTags
  readonly clock: Clock
  readonly logger: Logger
}

/** When an answer may be given again, and how GitHub is asked whether it still holds. A cache that fails is an empty one. */
export class AnswerCache {
  readonly #options: AnswerCacheOptions
  /** How often anything was forgotten. */
  forgotten = 0

  constructor(options: AnswerCacheOptions) {
    this.#options = options
  }

  find(key: string): CachedAnswer | null {
    return this.#trying(() => this.#options.cache.get(key)) ?? null
  }

  /** The answer, when it needs no asking. */
  fresh(found: CachedAnswer | null, kind: CacheKind): Response | null {
    if (found === null || this.#options.clock.now() >= found.freshUntil) return null
    answeredFromCache(kind)
    return givenAgain(found, found.headers)
  }

  /** For `If-None-Match`: with another token than the one it came by GitHub would give another ETag. */
  condition(found: CachedAnswer, accept: string, authorization: string): string | null {
    if (found.etag === null || !found.predictable) return found.etag
    return found.etag.replace(opaqueEtag(found.etag), expectedEtag(accept, authorization, found.body))
  }

  /** GitHub answered 304. */
  unchanged(asked: AskedFor, found: CachedAnswer, { headers }: Answer): Response {
    const merged = { ...found.headers, ...keptHeaders(headers) }
    this.#put(asked, { ...found, headers: merged, freshUntil: this.#freshUntil(asked) })
    answeredFromCache(asked.kind)
    return givenAgain(found, merged)
  }

  /** GitHub answered in full, to this authorization. */
  store(asked: AskedFor, { headers, text: body }: Answer, authorization: string): void {
    notInCache(asked.kind)
    const etag = headers.get('etag')
    if (etag === null && LIVES_MS[asked.kind] === 0) return
    const tag = this.#options.tags.tagOfPath(asked.path)
    this.#put(asked, {
      url: asked.url,
      headers: keptHeaders(headers),
      body,
      etag,
      predictable: etag !== null && opaqueEtag(etag) === expectedEtag(asked.accept, authorization, body),
      freshUntil: this.#freshUntil(asked),
      tags: tag === null ? [] : [tag],
    })
  }

  /** Forgets what is known of exactly this repository, whatever name or number it was asked for by. */
  invalidate(owner: string, name: string): number {
    return this.#forget(tagOfName(owner, name))
  }

  /** Something was written there. */
  written(path: string): void {
    const tag = this.#options.tags.tagOfPath(path)
    if (tag !== null) this.#forget(tag)
  }

  #forget(tag: string): number {
    const { cache, tags } = this.#options
    this.forgotten += 1
    return this.#trying(() => cache.invalidate(tags.allOf(tag))) ?? 0
  }

  #put({ key }: AskedFor, answer: CachedAnswer): void {
    this.#trying(() => this.#options.cache.set(key, answer))
  }

  /** What was forgotten after it was asked for may be what this answer tells of: next time GitHub is asked whether it holds. */
  #freshUntil({ kind, forgotten }: AskedFor): number {
    return forgotten === this.forgotten ? this.#options.clock.now() + LIVES_MS[kind] : 0
  }

  #trying<T>(use: () => T): T | undefined {
    try {
      return use()
    } catch (error) {
      cacheFailed(this.#options.logger, error)
      return undefined
    }
  }
}

function keptHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !TRANSFER_HEADERS.has(name)))
}

function givenAgain({ url, body }: CachedAnswer, headers: Readonly<Record<string, string>>): Response {
  return responseOf(url, 200, new Headers(headers), body)
}

/** A response whose body has been read already. */
export function responseOf(url: string, status: number, headers: Headers, text: string): Response {
  const kept = new Headers(keptHeaders(headers))
  const bodiless = status === 204 || status === 205 || status === 304
  const response = new Response(bodiless ? null : text, { status, headers: kept })
  // Octokit answers with the URL that it was at last; a response that was not fetched has none.
  Object.defineProperty(response, 'url', { value: url })
  return response
}
