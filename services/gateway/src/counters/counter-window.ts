import { z } from 'zod'
import { addDays, dateOf, firstOfMonth, mondayOf, startOfDay } from '../calendar.ts'
import { readRange, type TimeRange } from '../range.ts'
import { wrongParameter } from '../request-parameters.ts'

const times = z.iso.datetime({ offset: true })

/**
 * The range that a window names. The current day, week and month end with the current day: a thing that is dated
 * later today counts already. Throws a 400 for `<since>..<until>` that are no times.
 */
export function readWindow(window: string, now: Date, timezone: string): TimeRange {
  if (window === 'all') return { since: null, until: null }
  const today = dateOf(now, timezone)
  const until = startOfDay(addDays(today, 1), timezone)
  switch (window) {
    case 'day':
      return { since: startOfDay(today, timezone), until }
    case 'week':
      return { since: startOfDay(mondayOf(today), timezone), until }
    case 'month':
      return { since: startOfDay(firstOfMonth(today), timezone), until }
    default:
      return readExplicit(window)
  }
}

function readExplicit(window: string): TimeRange {
  const [since = '', until = ''] = window.split('..')
  if (!times.safeParse(since).success || !times.safeParse(until).success) {
    throw wrongParameter('window', 'must be <since>..<until> with times like 2026-01-31T00:00:00Z')
  }
  if (Date.parse(since) >= Date.parse(until)) throw wrongParameter('window', 'must end later than it begins')
  return readRange({ since, until })
}
