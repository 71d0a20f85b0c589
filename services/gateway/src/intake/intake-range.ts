import { clamp } from '../range.ts'
import { wrongParameter } from '../request-parameters.ts'

const HOUR_MS = 3_600_000
const RECENT_HOURS = 24
const MOST_HOURS = 31 * 24

interface Given {
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** Whole hours that hold what was asked for; the last 24 and the one that has begun unless told otherwise. Throws a 400. */
export function intakeRange(
  { since, until }: Given,
  now: Date,
): { readonly since: Date; readonly until: Date } {
  const end = endOfHour(until === undefined ? now : clamp(new Date(until)))
  const recent = new Date(end.getTime() - RECENT_HOURS * HOUR_MS)
  const start = since === undefined ? recent : startOfHour(clamp(new Date(since)))
  if (start >= end) throw wrongParameter(until === undefined ? 'since' : 'until', 'must be later than since')
  if (end.getTime() - start.getTime() > MOST_HOURS * HOUR_MS)
    throw wrongParameter('since', 'must be at most 31 days before until')
  return { since: start, until: end }
}

function startOfHour(time: Date): Date {
  return new Date(Math.floor(time.getTime() / HOUR_MS) * HOUR_MS)
}

function endOfHour(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / HOUR_MS) * HOUR_MS)
}
