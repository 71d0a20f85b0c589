/** A date of the calendar, `YYYY-MM-DD`: it has no time zone until `startOfDay` gives it one. */
export type CalendarDate = string

const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(timezone, format)
  return format
}

/** What the clocks of a time zone show at an instant, as the Unix milliseconds of a clock that shows the same in UTC. */
function wallClock(instant: Date, timezone: string): number {
  const shown: Record<string, number> = {}
  for (const { type, value } of formatOf(timezone).formatToParts(instant)) shown[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

const HOUR_MS = 3_600_000
const OFFSETS_FROM = 1990
const OFFSETS_TO = 2040
const offsets = new Map<string, readonly number[]>()

/** How far a time zone is away from UTC, summer and winter, as far as deliveries go back; in milliseconds. */
function offsetsOf(timezone: string): readonly number[] {
  const known = offsets.get(timezone)
  if (known !== undefined) return known
  const years = Array.from({ length: OFFSETS_TO - OFFSETS_FROM }, (_, index) => OFFSETS_FROM + index)
  const instants = years.flatMap((year) => [Date.UTC(year, 0), Date.UTC(year, 6)])
  const found = instants.map((each) => wallClock(new Date(each), timezone) - each)
  offsets.set(timezone, found)
  return found
}

/** Whether its hours always begin with an hour of UTC. */
export function hasWholeHours(timezone: string): boolean {
  return offsetsOf(timezone).every((offset) => offset % HOUR_MS === 0)
}

/** Whether they always begin with a tenth of one, as those that are half an hour away do. */
export function hasWholeTenths(timezone: string): boolean {
  return offsetsOf(timezone).every((offset) => offset % (HOUR_MS / 10) === 0)
}

/** The date that the calendars of a time zone show at an instant. */
export function dateOf(instant: Date, timezone: string): CalendarDate {
  return toDate(wallClock(instant, timezone))
}

function toDate(milliseconds: number): CalendarDate {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

function toMilliseconds(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`)
}

/** The first instant of a date: midnight, or, where the clocks jump over it or over the whole date, the jump. */
export function startOfDay(date: CalendarDate, timezone: string): Date {
  const midnight = toMilliseconds(date)
  // The offsets of the days around it: one of them holds at midnight, or both do.
  const withOffsetAt = (near: number) => new Date(midnight - (wallClock(new Date(near), timezone) - near))
  const [before, after] = [withOffsetAt(midnight - DAY_MS), withOffsetAt(midnight + DAY_MS)]
  const [first, second] = before < after ? [before, after] : [after, before]
  return dateOf(first, timezone) === date ? first : second
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return toDate(toMilliseconds(date) + days * DAY_MS)
}

export function mondayOf(date: CalendarDate): CalendarDate {
  const weekday = new Date(toMilliseconds(date)).getUTCDay()
  return addDays(date, -((weekday + 6) % 7))
}

export function firstOfMonth(date: CalendarDate): CalendarDate {
  return `${date.slice(0, 7)}-01`
}

export function firstOfNextMonth(date: CalendarDate): CalendarDate {
  return firstOfMonth(addDays(firstOfMonth(date), 31))
}
