/** Of one budget of one token; times are ISO 8601. */
export interface Pace {
  readonly token: string
  readonly resource: string
  /** When the first call of the last ten minutes in this window was made, and what it left; null: none told. */
  readonly first_at: string | null
  readonly first_left: number | null
  readonly least_left: number | null
  readonly reset_at: string | null
  /** Of GitHub's secondary limit, in the last minute. */
  readonly points: number
}

export interface Forecast {
  readonly spent_per_minute: number | null
  readonly exhausted_at: string | null
}

const MINUTE_MS = 60_000
// Of two calls at once no pace can be told.
const LEAST_SPAN_MS = 1_000

/** When nothing is left if it goes on like this; nulls: not known, and no time where the reset comes first. */
export function forecastOf(pace: Pace | undefined, now: Date): Forecast {
  const unknown = { spent_per_minute: null, exhausted_at: null }
  if (pace === undefined) return unknown
  const { first_at, first_left, least_left, reset_at } = pace
  if (first_at === null || first_left === null || least_left === null || reset_at === null) return unknown
  const reset = Date.parse(reset_at)
  if (reset <= now.getTime()) return unknown
  const span = Math.max(LEAST_SPAN_MS, now.getTime() - Date.parse(first_at))
  const spent = Math.max(0, first_left - least_left)
  const spent_per_minute = (spent * MINUTE_MS) / span
  if (least_left === 0) return { spent_per_minute, exhausted_at: now.toISOString() }
  const at = now.getTime() + (spent === 0 ? Number.POSITIVE_INFINITY : (least_left * span) / spent)
  return { spent_per_minute, exhausted_at: at < reset ? new Date(at).toISOString() : null }
}

export interface PointsOfMinute {
  readonly points_last_minute: number
  readonly most_points_a_minute: number
}

// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
const MOST_POINTS = { rest: 900, graphql: 2_000, search: 30 }
type PointsKind = keyof typeof MOST_POINTS

function kindOf(resource: string): PointsKind {
  return resource === 'graphql' || resource === 'search' ? resource : 'rest'
}

/** Points of what the resource belongs to: REST's resources share theirs. */
export function pointsOf(paces: readonly Pace[], token: string, resource: string): PointsOfMinute {
  const kind = kindOf(resource)
  const its = paces.filter((pace) => pace.token === token && kindOf(pace.resource) === kind)
  return {
    points_last_minute: its.reduce((sum, { points }) => sum + points, 0),
    most_points_a_minute: MOST_POINTS[kind],
  }
}
