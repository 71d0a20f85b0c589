import { addDays, dateOf, mondayOf, startOfDay } from './calendar.ts'

export interface Period {
  readonly since: Date
  readonly until: Date
}

const DAY_MS = 86_400_000

/** Every week that overlaps a period, by its Monday, with how many days of it lie in the period. */
export function weeksOf(period: Period, timezone: string): readonly { week: string; days: number }[] {
  const weeks: { week: string; days: number }[] = []
  let week = mondayOf(dateOf(period.since, timezone))
  while (startOfDay(week, timezone) < period.until) {
    const next = addDays(week, 7)
    const from = Math.max(startOfDay(week, timezone).getTime(), period.since.getTime())
    const to = Math.min(startOfDay(next, timezone).getTime(), period.until.getTime())
    weeks.push({ week, days: (to - from) / DAY_MS })
    week = next
  }
  return weeks
}
