import type { Caller } from '../access/caller.ts'
import type { SimulatedClock } from '../clock.ts'
import { type Answer, problem } from '../http/answer.ts'

export type Resource = 'core' | 'search' | 'graphql'

/** GitHub's numbers unless a test gives others. */
export interface LimitOptions {
  /** Requests an hour, points an hour, searches a minute, of each user and installation. */
  readonly primary?: Partial<Readonly<Record<Resource, number>>>
  readonly restPointsPerMinute?: number
  readonly graphqlPointsPerMinute?: number
  readonly concurrency?: number
  readonly contentPerMinute?: number
  readonly contentPerHour?: number
  /** What a spent primary limit is answered with: GitHub uses both. 403. */
  readonly spentStatus?: 403 | 429
  /** Seconds of `retry-after`. 60. */
  readonly retryAfter?: number
}

interface Bucket {
  limit: number
  used: number
  /** Milliseconds. */
  resetAt: number
}

/** One request as limits see it. */
interface Charge {
  readonly caller: Caller
  readonly resource: Resource
  readonly isWrite: boolean
  readonly createsContent: boolean
  /** How many requests of this caller are being answered, this one included. */
  readonly concurrent: number
}

export interface Limits {
  /** Null: go on. Otherwise GitHub's refusal, and until when (milliseconds) it will refuse. */
  refuse(charge: Charge): { readonly answer: Answer; readonly until: number } | null
  /** Takes that much of the primary limit. */
  spend(caller: Caller, resource: Resource, cost: number): void
  headersOf(caller: Caller, resource: Resource): Record<string, string>
  /** All resources, as `GET /rate_limit` tells them. */
  overview(caller: Caller): Record<string, object>
  bucketOf(caller: Caller, resource: Resource): Readonly<Bucket>
  /** From now on, for so many seconds, everything is refused with `retry-after`. */
  beginSecondary(seconds: number): void
  /** The primary limit of everybody is spent until its reset. */
  exhaust(resource: Resource): void
}

const minute = 60_000
const hour = 60 * minute
const windows = { core: hour, search: minute, graphql: hour } as const
const resources = ['core', 'search', 'graphql'] as const

export function createLimits(
  clock: SimulatedClock,
  options: LimitOptions,
  installationRepositories: (caller: Caller) => number,
): Limits {
  const buckets = new Map<string, Bucket>()
  const counts = createWindows(clock)
  let refusedUntil = 0
  const bucketOf = (caller: Caller, resource: Resource): Bucket => {
    const key = `${resource}/${caller.budget}`
    const known = buckets.get(key)
    if (known !== undefined && known.resetAt > clock.now()) return known
    const own = installationRepositories(caller)
    const limit = options.primary?.[resource] ?? primaryLimit(caller, resource, own)
    // GitHub's reset is a whole second.
    const resetAt = Math.ceil((clock.now() + windows[resource]) / 1000) * 1000
    const made = { limit, used: 0, resetAt }
    buckets.set(key, made)
    return made
  }
  return {
    bucketOf,
    refuse(charge) {
      const now = clock.now()
      const seconds = options.retryAfter ?? 60
      const isOver = exceedsSecondary(charge, counts, options)
      if (isOver) refusedUntil = Math.max(refusedUntil, now + seconds * 1000)
      if (refusedUntil > now) return { answer: secondaryAnswer(refusedUntil - now), until: refusedUntil }
      const bucket = bucketOf(charge.caller, charge.resource)
      if (bucket.used < bucket.limit) return null
      const answer = primaryAnswer(charge, options.spentStatus ?? 403)
      return { answer, until: bucket.resetAt }
    },
    spend(caller, resource, cost) {
      const bucket = bucketOf(caller, resource)
      bucket.used = Math.min(bucket.limit, bucket.used + cost)
    },
    headersOf: (caller, resource) => headersOf(bucketOf(caller, resource), resource),
    overview: (caller) =>
      Object.fromEntries(resources.map((resource) => [resource, shown(bucketOf(caller, resource))])),
    beginSecondary(seconds) {
      refusedUntil = clock.now() + seconds * 1000
    },
    exhaust(resource) {
      for (const [key, bucket] of buckets) if (key.startsWith(`${resource}/`)) bucket.used = bucket.limit
    },
  }
}

// github/docs: rate-limits-for-the-rest-api.md; an installation has 50 more for each repository above 20.
function primaryLimit(caller: Caller, resource: Resource, repositories: number): number {
  const isKnown = caller.kind !== 'anonymous'
  if (resource === 'search') return isKnown ? 30 : 10
  if (!isKnown) return resource === 'core' ? 60 : 0
  if (caller.kind !== 'installation') return 5_000
  return Math.min(12_500, 5_000 + 50 * Math.max(0, repositories - 20))
}

type Counts = ReturnType<typeof createWindows>

/** How much there was within the last minute or hour, by name. */
function createWindows(clock: SimulatedClock) {
  const known = new Map<string, { at: number; points: number }[]>()
  return (name: string, points: number, length: number): number => {
    const entries = known.get(name) ?? []
    known.set(name, entries)
    const now = clock.now()
    const last = entries.at(-1)
    if (last?.at === now) last.points += points
    else entries.push({ at: now, points })
    while ((entries[0]?.at ?? now) <= now - length) entries.shift()
    return entries.reduce((sum, entry) => sum + entry.points, 0)
  }
}

function exceedsSecondary(charge: Charge, count: Counts, options: LimitOptions): boolean {
  const { caller, resource, isWrite, createsContent } = charge
  const isGraph = resource === 'graphql'
  const most = isGraph ? (options.graphqlPointsPerMinute ?? 2_000) : (options.restPointsPerMinute ?? 900)
  const api = isGraph ? 'graphql' : 'rest'
  const points = count(`${api}/${caller.budget}`, isWrite ? 5 : 1, minute)
  if (points > most || charge.concurrent > (options.concurrency ?? 100)) return true
  if (!createsContent) return false
  const ofMinute = count(`minute/${caller.budget}`, 1, minute)
  const ofHour = count(`hour/${caller.budget}`, 1, hour)
  return ofMinute > (options.contentPerMinute ?? 80) || ofHour > (options.contentPerHour ?? 500)
}

function primaryAnswer({ caller, resource }: Charge, status: 403 | 429): Answer {
  const message = `API rate limit exceeded for ${caller.budget}.`
  // GraphQL tells it in an answer that looks like any other.
  if (resource === 'graphql') return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] } }
  return problem(status, message)
}

function secondaryAnswer(milliseconds: number): Answer {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  const page =
    'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits'
  return {
    ...problem(403, message, { documentation_url: page }),
    headers: { 'retry-after': String(Math.ceil(milliseconds / 1000)) },
  }
}

function shown({ limit, used, resetAt }: Bucket) {
  return { limit, used, remaining: limit - used, reset: Math.floor(resetAt / 1000) }
}

function headersOf(bucket: Bucket, resource: Resource): Record<string, string> {
  const { limit, used, remaining, reset } = shown(bucket)
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': resource,
  }
}
