const formats = new Map<string, Intl.DateTimeFormat>()

/** The date that the calendars of a time zone show, `2026-01-05`, as ClickHouse's `toDate` gives it. */
export function calendarDay(time: Date, timezone: string): string {
  const known = formats.get(timezone)
  if (known !== undefined) return known.format(time)
  const numbers = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, calendar: 'iso8601', ...numbers })
  formats.set(timezone, format)
  return format.format(time)
}
