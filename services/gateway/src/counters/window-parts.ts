import type { WindowParts } from '@octometer/read-store'
import {
  addDays,
  type CalendarDate,
  dateOf,
  firstOfMonth,
  firstOfNextMonth,
  startOfDay,
} from '../calendar.ts'
import type { TimeRange } from '../range.ts'

// Before and after everything that can be stored.
const FIRST_DATE = '1970-01-01'
const LAST_DATE = '2149-01-01'

const QUARTER_MS = 15 * 60_000

interface Stretch {
  readonly from: Date
  readonly to: Date
}

/** Cuts a range into whole months, days and quarters of hours and the edges that are left: the sum of its parts is exact. */
export function windowParts({ since, until }: TimeRange, timezone: string): WindowParts {
  const firstDay = since === null ? FIRST_DATE : firstWholeDay(since, timezone)
  const lastDay = until === null ? LAST_DATE : dateOf(until, timezone)
  if (firstDay > lastDay && since !== null && until !== null) {
    return { months: [], days: [], ...quarterParts([{ from: since, to: until }], timezone) }
  }
  const edges = [
    ...(since === null ? [] : [{ from: since, to: startOfDay(firstDay, timezone) }]),
    ...(until === null ? [] : [{ from: startOfDay(lastDay, timezone), to: until }]),
  ]
  return { ...dateParts(firstDay, lastDay), ...quarterParts(nonEmpty(edges), timezone) }
}

/** Cuts what no day holds whole into quarters of hours and the edges that are left. */
function quarterParts(
  stretches: readonly Stretch[],
  timezone: string,
): Pick<WindowParts, 'quarters' | 'edges'> {
  const cut = stretches.map(({ from, to }) => {
    const first = new Date(Math.ceil(from.getTime() / QUARTER_MS) * QUARTER_MS)
    const last = new Date(Math.floor(to.getTime() / QUARTER_MS) * QUARTER_MS)
    if (first > last) return { quarters: [], edges: [{ from, to }] }
    const edges = [
      { from, to: first },
      { from: last, to },
    ]
    return { quarters: nonEmpty([{ from: first, to: last }]), edges: nonEmpty(edges) }
  })
  return {
    quarters: cut.flatMap(({ quarters }) =>
      quarters.map((each) => ({ ...each, days: datesOf(each, timezone) })),
    ),
    edges: cut.flatMap(({ edges }) => edges),
  }
}

function firstWholeDay(since: Date, timezone: string): CalendarDate {
  const date = dateOf(since, timezone)
  return startOfDay(date, timezone).getTime() === since.getTime() ? date : addDays(date, 1)
}

function dateParts(from: CalendarDate, to: CalendarDate): Pick<WindowParts, 'months' | 'days'> {
  const firstMonth = firstOfMonth(from) === from ? from : firstOfNextMonth(from)
  const lastMonth = firstOfMonth(to)
  if (firstMonth >= lastMonth) return { months: [], days: nonEmpty([{ from, to }]) }
  return {
    months: [{ from: firstMonth, to: lastMonth }],
    days: nonEmpty([
      { from, to: firstMonth },
      { from: lastMonth, to },
    ]),
  }
}

/** The dates that hold a stretch: from, inclusive, to, exclusive. */
export function datesOf({ from, to }: Stretch, timezone: string): { from: CalendarDate; to: CalendarDate } {
  return {
    from: dateOf(from, timezone),
    to: addDays(dateOf(new Date(to.getTime() - 1), timezone), 1),
  }
}

function nonEmpty<T extends { readonly from: Date | string; readonly to: Date | string }>(
  parts: readonly T[],
): T[] {
  return parts.filter(({ from, to }) => from < to)
}
