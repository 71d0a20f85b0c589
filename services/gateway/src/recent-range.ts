import { clamp } from './range.ts'
import { wrongParameter } from './request-parameters.ts'

const DAY_MS = 86_400_000
const RECENT_DAYS = 30
const MOST_DAYS = 3660

/**
 * A range with both ends: without `until` up to now, without `since` the 30 days before that. Throws a 400 for one
 * that ends before it begins or is longer than ten years.
 */
export function recentRange(
  given: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: Date,
): { readonly since: Date; readonly until: Date } {
  const until = given.until === undefined ? now : clamp(new Date(given.until))
  const recent = new Date(until.getTime() - RECENT_DAYS * DAY_MS)
  const since = clamp(given.since === undefined ? recent : new Date(given.since))
  const length = until.getTime() - since.getTime()
  const wrong = given.until === undefined ? 'since' : 'until'
  if (length <= 0)
    throw wrongParameter(wrong, wrong === 'since' ? 'must be in the past' : 'must be later than since')
  if (length > MOST_DAYS * DAY_MS) throw wrongParameter('since', 'must be at most ten years before until')
  return { since, until }
}
