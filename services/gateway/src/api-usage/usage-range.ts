import { clamp, type TimeRange } from '../range.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface Stretch {
  readonly from: Date
  readonly to: Date
}

/** Whole hours are read from their rollup, what is left of the range from the calls themselves. */
export interface UsageRange {
  readonly hours: Stretch | null
  readonly edges: readonly Stretch[]
}

/** True for a range that begins in time to come: there is nothing to read. */
export function isEmpty({ hours, edges }: UsageRange): boolean {
  return hours === null && edges.length === 0
}

/** From the first part to the last: they follow one another. Null for an empty range. */
export function wholeOf({ hours, edges }: UsageRange): Stretch | null {
  const parts = [...edges, ...(hours === null ? [] : [hours])]
  if (parts.length === 0) return null
  return {
    from: new Date(Math.min(...parts.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...parts.map(({ to }) => to.getTime()))),
  }
}

/** All of it from the calls themselves. */
export function withoutHours(range: UsageRange): UsageRange {
  const whole = wholeOf(range)
  return { hours: null, edges: whole === null ? [] : [whole] }
}

/** Without `since` the last 24 hours before the end; without `until` the current hour counts whole. */
export function usageRange({ since, until }: TimeRange, now: Date): UsageRange {
  const to = until ?? new Date(Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS)
  const from = since ?? clamp(new Date((until ?? now).getTime() - DAY_MS))
  const firstHour = new Date(Math.ceil(from.getTime() / HOUR_MS) * HOUR_MS)
  const lastHour = new Date(Math.floor(to.getTime() / HOUR_MS) * HOUR_MS)
  if (firstHour >= lastHour) {
    return { hours: null, edges: from < to ? [{ from, to }] : [] }
  }
  return {
    hours: { from: firstHour, to: lastHour },
    edges: [
      { from, to: firstHour },
      { from: lastHour, to },
    ].filter((edge) => edge.from < edge.to),
  }
}
