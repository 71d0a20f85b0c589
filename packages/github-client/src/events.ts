import type { ApiCall } from '@octometer/event-contracts'
import { counter, type GaugeReading, gauge, histogram, type Logger } from '@octometer/telemetry'
import type { LimitHit } from './rate-answer.ts'

/** What an answer is kept for: how long it is given without asking GitHub depends on it. */
const cacheKinds = ['repository', 'pulls', 'issues', 'other'] as const
export type CacheKind = (typeof cacheKinds)[number]

const kindsOfFailure = ['limited', 'refused', 'failed', 'unreachable'] as const
const caches = cacheKinds.map((kind) => ({ cache_type: kind }))

// The names and labels of seed 001. Routes are templates, so that no label names a repository.
const requests = counter('github_api_requests_total', {
  description: 'Requests sent to GitHub, by route, method and status; status 0 was not answered',
  series: [{ endpoint: 'other', method: 'GET', status: '200' }],
})
const durations = histogram('github_api_request_duration_seconds', {
  description: 'From sending a request to GitHub until its whole answer is there',
  unit: 's',
})
durations.declare({ endpoint: 'other', method: 'GET' })
const failures = counter('github_api_errors_total', {
  description: 'Requests to GitHub that failed, by route and kind of error',
  series: kindsOfFailure.map((error_type) => ({ endpoint: 'other', error_type })),
})
const hits = counter('cache_hits_total', {
  description: 'Answers given from the cache, after a 304 too',
  series: caches,
})
const misses = counter('cache_misses_total', {
  description: 'Cacheable requests that GitHub had to answer in full',
  series: caches,
})

/** Tells of a client's rate limits until disposed of. */
export function observeRateLimits(
  read: () => readonly { readonly resource: string; readonly limit: number; readonly remaining: number }[],
): Disposable {
  const readings = (field: 'limit' | 'remaining') => (): readonly GaugeReading[] =>
    read().map((each) => ({ value: each[field], labels: { resource_type: each.resource } }))
  const stack = new DisposableStack()
  const remaining = { description: 'What GitHub said last is left of a limit' }
  stack.use(gauge('github_api_rate_limit_remaining', remaining, readings('remaining')))
  stack.use(gauge('github_api_rate_limit_limit', { description: "GitHub's limit" }, readings('limit')))
  return stack
}

export type CallOutcome = 'ok' | (typeof kindsOfFailure)[number]

export function callSent(call: ApiCall, outcome: CallOutcome): void {
  const endpoint = endpointLabel(call.route)
  requests.add(1, { endpoint, method: call.method, status: String(call.status) })
  durations.record((call.duration_ms ?? 0) / 1_000, { endpoint, method: call.method })
  if (outcome !== 'ok') failures.add(1, { endpoint, error_type: outcome })
}

export function answeredFromCache(kind: CacheKind): void {
  hits.add(1, { cache_type: kind })
}

export function notInCache(kind: CacheKind): void {
  misses.add(1, { cache_type: kind })
}

export function cacheFailed(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'the cache of GitHub answers failed: asking GitHub instead')
}

export function limitWasHit(logger: Logger, hit: LimitHit, route: string, until: number): void {
  const resumes_at = new Date(until).toISOString()
  logger.warn({ limit: hit.limit, route, resumes_at }, 'a limit of GitHub was hit: everything waits')
}

export function budgetIsLow(logger: Logger, resource: string, remaining: number, resetAt: number): void {
  logger.warn(
    { resource, remaining, reset_at: new Date(resetAt).toISOString() },
    'few calls to GitHub are left',
  )
}

export function sentAgain(logger: Logger, route: string, status: number, attempt: number): void {
  logger.info({ route, status, attempt }, 'GitHub failed: asking again')
}

export function callNotTold(logger: Logger, err: unknown): void {
  logger.error({ err }, 'a call of GitHub could not be told')
}

/** A route template is a label; a path with names in it is not. */
function endpointLabel(route: string): string {
  return /^\/(?!(?:repos|orgs|users|repositories)\/[^{])[\w{}/.-]*$/.test(route) ? route : 'other'
}
