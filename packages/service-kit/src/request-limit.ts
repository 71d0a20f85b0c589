import type Koa from 'koa'
import type { RequestState } from './app.ts'
import type { Principal } from './authenticator.ts'
import { problem } from './problem.ts'
import { addressKey, createTokenBuckets } from './token-buckets.ts'

/** How much one key, one token's owner or one address without either may ask. */
export interface RequestLimit {
  /** Counts a request, says in its answer how many are left, and throws a 429 when none was. */
  take(ctx: Koa.ParameterizedContext<RequestState>, principal: Principal): void
}

/** So many a minute, and as many at once; null is no limit. The headers are those of draft-ietf-httpapi-ratelimit-headers-10. */
export function createRequestLimit(perMinute: number | null): RequestLimit {
  if (perMinute === null) return { take: () => {} }
  const buckets = createTokenBuckets({ perSecond: perMinute / 60, atOnce: perMinute })
  return {
    take(ctx, { via, name }) {
      const key = via === 'anonymous' ? addressKey(ctx.state.clientAddress) : `${via}:${name}`
      const seconds = buckets.secondsToWait(key)
      ctx.set({
        'RateLimit-Policy': `"key";q=${perMinute};w=60`,
        RateLimit: `"key";r=${buckets.left(key)}${seconds === null ? '' : `;t=${seconds}`}`,
      })
      if (seconds === null) return
      const detail = `${name} asked more than ${perMinute} times a minute (OCTO_KEY_RATE_LIMIT): ask less often.`
      throw problem(429, 'too_many_requests', detail, { headers: { 'Retry-After': String(seconds) } })
    },
  }
}
