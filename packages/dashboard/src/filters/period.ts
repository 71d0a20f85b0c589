import { type FilterRange, rangePresets } from './filters.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

/** Times in ISO; `until` is exclusive. */
export interface Period {
  readonly since: string
  readonly until: string
}

/** The period of a range. A preset ends with the current minute, so that the same questions are asked for a while. */
export function periodOf(range: FilterRange, now: number): Period {
  if ('since' in range) return { since: range.since, until: range.until }
  const until = Math.ceil((now + 1) / MINUTE) * MINUTE
  return {
    since: new Date(until - rangePresets[range.preset].hours * HOUR).toISOString(),
    until: new Date(until).toISOString(),
  }
}

/** The period of the same length just before. */
export function periodBefore({ since, until }: Period): Period {
  const length = Date.parse(until) - Date.parse(since)
  return { since: new Date(Date.parse(since) - length).toISOString(), until: since }
}

/** The buckets in which a period is drawn: some 24 to 180 of them. */
export function bucketOf({ since, until }: Period): 'hour' | 'day' | 'week' {
  const hours = (Date.parse(until) - Date.parse(since)) / HOUR
  if (hours <= 72) return 'hour'
  return hours <= 24 * 120 ? 'day' : 'week'
}
