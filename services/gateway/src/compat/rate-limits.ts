import { rateLimitsRequest } from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import { rateLimitsNow } from '@octometer/read-store'
import { ProblemError } from '@octometer/service-kit'
import type { GatewayContext } from '../context.ts'
import { askGitHub } from '../github/ask-github.ts'

/** A limit as seed 001 answers it; null where nobody told. */
interface SeedLimit {
  readonly limit: number | null
  readonly remaining: number | null
  readonly reset: string | null
  readonly used: number | null
  readonly percentage_used: number | null
}

const resources = ['core', 'search', 'graphql'] as const
type Limits = Readonly<Record<(typeof resources)[number], SeedLimit>>

interface ToldLimit {
  readonly resource: string
  readonly limit: number | null
  readonly remaining: number | null
  readonly reset_at: string | null
}

/** Whoever asks how it stands does not wait for a limit to end. */
const ASKED_WITHIN_MS = 3_000

/**
 * Of all tokens the one that has the least left of each resource: what GitHub says of those that github-agent has, or
 * else what calls told.
 */
export async function tightestLimits(gateway: GatewayContext): Promise<Limits> {
  const told = (await limitsAtGitHub(gateway)) ?? (await limitsOfCalls(gateway))
  const of = (resource: (typeof resources)[number]) => tightest(told, resource, gateway.now())
  return { core: of('core'), search: of('search'), graphql: of('graphql') }
}

/** Null: there is nobody to ask, or GitHub does not say. */
async function limitsAtGitHub(gateway: GatewayContext): Promise<readonly ToldLimit[] | null> {
  try {
    return (await askGitHub(gateway, rateLimitsRequest, { track: false }, ASKED_WITHIN_MS)).limits
  } catch (error) {
    if (error instanceof ServiceUnavailableError || error instanceof ProblemError) return null
    throw error
  }
}

async function limitsOfCalls({ store }: GatewayContext): Promise<readonly ToldLimit[]> {
  const rows = await store.query(rateLimitsNow, { tokens: null, resources: [...resources] })
  return rows.map(({ resource, rate_limit, remaining, reset_at }) => ({
    resource,
    limit: rate_limit,
    remaining,
    reset_at,
  }))
}

/** A limit whose reset has passed is whole again. */
function tightest(told: readonly ToldLimit[], resource: string, now: Date): SeedLimit {
  const limits = told
    .filter((each) => each.resource === resource)
    .map(({ limit, remaining, reset_at }) =>
      reset_at !== null && Date.parse(reset_at) <= now.getTime()
        ? toSeedLimit(limit, limit, null)
        : toSeedLimit(limit, remaining, reset_at === null ? null : new Date(reset_at).toISOString()),
    )
  const known = limits.filter(({ remaining }) => remaining !== null)
  const [least] = known.toSorted((a, b) => (a.remaining ?? 0) - (b.remaining ?? 0))
  return least ?? toSeedLimit(null, null, null)
}

function toSeedLimit(limit: number | null, remaining: number | null, reset: string | null): SeedLimit {
  const used = limit === null || remaining === null ? null : Math.max(0, limit - remaining)
  const share = used === null || limit === null ? null : limit === 0 ? 0 : (used / limit) * 100
  return { limit, remaining, reset, used, percentage_used: share }
}
