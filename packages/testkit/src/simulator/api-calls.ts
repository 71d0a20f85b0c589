import { createHash } from 'node:crypto'
import type { SimulatedApiCall } from './api-usage.ts'
import { hour, minute } from './calendar.ts'
import type { Random } from './random.ts'
import { isoSeconds } from './zone.ts'

interface Route {
  readonly resource: string
  readonly method: SimulatedApiCall['method']
  readonly route: string
}

const routes: readonly (readonly [Route, number])[] = [
  [{ resource: 'core', method: 'GET', route: '/repos/{owner}/{repo}/pulls/{pull_number}' }, 30],
  [{ resource: 'core', method: 'GET', route: '/repos/{owner}/{repo}/commits/{ref}/check-runs' }, 20],
  [{ resource: 'core', method: 'GET', route: '/repos/{owner}/{repo}/hooks/{hook_id}/deliveries' }, 15],
  [{ resource: 'core', method: 'POST', route: '/repos/{owner}/{repo}/issues/{issue_number}/comments' }, 6],
  [{ resource: 'core', method: 'PATCH', route: '/repos/{owner}/{repo}/hooks/{hook_id}/config' }, 2],
  [{ resource: 'search', method: 'GET', route: '/search/issues' }, 8],
  [{ resource: 'graphql', method: 'POST', route: '/graphql' }, 19],
]

interface Budget {
  readonly limit: number
  readonly window: number
  resetAt: number
  used: number
}

export interface ApiCallOptions {
  readonly random: Random
  readonly count: number
  readonly start: number
  readonly end: number
  /** Deliveries that calls may be made for; at least some calls are made for none. */
  readonly guids: readonly string[]
}

/** Calls of GitHub's API by three tokens, evenly over the period, no two in one millisecond. */
export function createApiCalls(options: ApiCallOptions): SimulatedApiCall[] {
  const { random, count, start, end } = options
  const tokens = ['agent', 'ci', 'laptop'].map((name) => createHash('sha256').update(name).digest('hex'))
  const budgets = new Map<string, Budget>()
  const step = (end - start) / Math.max(1, count)
  return Array.from({ length: count }, (_, index) => {
    const at = Math.floor(start + index * step)
    const token = random.weighted(tokens.map((hash, place) => [hash, 5 - 2 * place] as const))
    const route = random.weighted(routes)
    const name = `${token} ${route.resource}`
    const budget = refreshed(budgets.get(name) ?? newBudget(route.resource), at)
    budgets.set(name, budget)
    return createCall(options, { at, token, route, budget })
  })
}

function newBudget(resource: string): Budget {
  const search = resource === 'search'
  return { limit: search ? 30 : 5000, window: search ? minute : hour, resetAt: 0, used: 0 }
}

function refreshed(budget: Budget, at: number): Budget {
  if (at < budget.resetAt) return budget
  return { ...budget, used: 0, resetAt: Math.floor((at + budget.window) / 1000) * 1000 }
}

interface Call {
  readonly at: number
  readonly token: string
  readonly route: Route
  readonly budget: Budget
}

function createCall({ random, guids }: ApiCallOptions, { at, token, route, budget }: Call): SimulatedApiCall {
  const exhausted = budget.used + 20 > budget.limit
  // An answer of 304 is free; so is a refusal.
  const cached = !exhausted && route.method === 'GET' && random.chance(0.35)
  const status = exhausted ? 403 : cached ? 304 : random.chance(0.03) ? 404 : 200
  const price = route.resource === 'graphql' ? random.int(1, 12) : 1
  const cost = exhausted || cached ? 0 : price
  budget.used += cost
  return {
    call_id: random.guid(),
    at: new Date(at).toISOString(),
    token_hash: token,
    ...route,
    status,
    cached,
    cost,
    limit: budget.limit,
    remaining: budget.limit - budget.used,
    reset_at: isoSeconds(budget.resetAt),
    duration_ms: Math.round(random.around(120)),
    ...(guids.length > 0 && random.chance(0.3) ? { delivery_id: random.pick(guids) } : {}),
  }
}
