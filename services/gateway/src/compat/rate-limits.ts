import { rateLimitsNow } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'

/** A limit as seed 001 answers it; null where nobody told. */
interface SeedLimit {
  readonly limit: number | null
  readonly remaining: number | null
  readonly reset: string | null
  readonly used: number | null
  readonly percentage_used: number | null
}

/** Of all tokens the one that has the least left of a resource now: a limit whose reset has passed is whole again. */
export async function tightestLimit(
  { store, now }: GatewayContext,
  resource: 'core' | 'search' | 'graphql',
): Promise<SeedLimit> {
  const rows = await store.query(rateLimitsNow, { tokens: null, resources: [resource] })
  const limits = rows.map(({ rate_limit, remaining, reset_at }) => {
    const isOver = reset_at !== null && Date.parse(reset_at) <= now().getTime()
    return isOver
      ? toSeedLimit(rate_limit, rate_limit, null)
      : toSeedLimit(rate_limit, remaining, reset_at === null ? null : new Date(reset_at).toISOString())
  })
  const known = limits.filter(({ remaining }) => remaining !== null)
  const [tightest] = known.toSorted((a, b) => (a.remaining ?? 0) - (b.remaining ?? 0))
  return tightest ?? toSeedLimit(null, null, null)
}

function toSeedLimit(limit: number | null, remaining: number | null, reset: string | null): SeedLimit {
  const used = limit === null || remaining === null ? null : Math.max(0, limit - remaining)
  const share = used === null || limit === null ? null : limit === 0 ? 0 : (used / limit) * 100
  return { limit, remaining, reset, used, percentage_used: share }
}
