interface AnyRequest {
  readonly query?: Readonly<Record<string, unknown>>
}

/** A list that is looked at. */
export interface Standing<R extends AnyRequest> {
  readonly request: R
  /** When it was asked for, in Unix milliseconds. */
  readonly at: number
  /** Grows when somebody asks for another list; that the clock moved its range is none of that. */
  readonly choice: number
}

/** A range that ends with the minute in which it was asked for is one that the clock moves. */
const MINUTE_MS = 60_000

/**
 * Which list is shown when this one is asked for. Who has scrolled down reads on in the list as it was: a range that the clock
 * moves would begin anew at the top. What somebody chooses is shown at once.
 */
export function standingRequest<R extends AnyRequest>(
  standing: Standing<R>,
  request: R,
  { now, isDeep }: { readonly now: number; readonly isDeep: boolean },
): Standing<R> {
  if (JSON.stringify(standing.request) === JSON.stringify(request)) return standing
  if (!isMovedByClock(standing, request, now)) return { request, at: now, choice: standing.choice + 1 }
  return isDeep ? standing : { request, at: now, choice: standing.choice }
}

function isMovedByClock({ request: before, at }: Standing<AnyRequest>, after: AnyRequest, now: number) {
  const [old, moved] = [rangeOf(before), rangeOf(after)]
  return (
    endsAt(old, at) &&
    endsAt(moved, now) &&
    old.until - old.since === moved.until - moved.since &&
    withoutRange(before) === withoutRange(after)
  )
}

function rangeOf({ query }: AnyRequest) {
  return { since: Date.parse(String(query?.since)), until: Date.parse(String(query?.until)) }
}

function endsAt({ until }: { readonly until: number }, now: number): boolean {
  return Math.abs(until - now) <= 2 * MINUTE_MS
}

function withoutRange({ query, ...rest }: AnyRequest): string {
  return JSON.stringify({ ...rest, query: { ...query, since: undefined, until: undefined } })
}
