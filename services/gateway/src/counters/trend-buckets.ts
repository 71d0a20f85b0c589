import { MAX_TREND_BUCKETS, type TrendBucket } from '@octometer/gateway-api'
import { addDays, type CalendarDate, dateOf, mondayOf, startOfDay } from '../calendar.ts'
import type { TimeRange } from '../range.ts'
import { wrongParameter } from '../request-parameters.ts'

const HOUR_MS = 3_600_000
const DEFAULT_COUNT: Readonly<Record<TrendBucket, number>> = { hour: 48, day: 30, week: 12 }

export interface TrendBuckets {
  /** The first bucket's start and the last one's end. */
  readonly from: Date
  readonly to: Date
  /** What the store calls each bucket, and when it begins. */
  readonly buckets: readonly { readonly key: string; readonly start: Date }[]
}

/** Every bucket that overlaps the range, whole. Throws a 400 when they are too many. */
export function trendBuckets(
  bucket: TrendBucket,
  range: TimeRange,
  now: Date,
  timezone: string,
): TrendBuckets {
  return bucket === 'hour' ? hours(range, now) : calendarBuckets(bucket, range, now, timezone)
}

function hours({ since, until }: TimeRange, now: Date): TrendBuckets {
  const end = Math.ceil((until?.getTime() ?? now.getTime() + 1) / HOUR_MS) * HOUR_MS
  const from =
    since === null ? end - DEFAULT_COUNT.hour * HOUR_MS : Math.floor(since.getTime() / HOUR_MS) * HOUR_MS
  const count = (end - from) / HOUR_MS
  requireBounded('hour', count)
  return {
    from: new Date(from),
    to: new Date(end),
    buckets: Array.from({ length: Math.max(0, count) }, (_, index) => {
      const start = new Date(from + index * HOUR_MS)
      return { key: start.toISOString(), start }
    }),
  }
}

function calendarBuckets(
  bucket: 'day' | 'week',
  { since, until }: TimeRange,
  now: Date,
  timezone: string,
): TrendBuckets {
  const length = bucket === 'week' ? 7 : 1
  const startOf = (date: CalendarDate) => (bucket === 'week' ? mondayOf(date) : date)
  const lastInstant = until === null ? now : new Date(until.getTime() - 1)
  const last = startOf(dateOf(lastInstant, timezone))
  const first =
    since === null ? addDays(last, -(DEFAULT_COUNT[bucket] - 1) * length) : startOf(dateOf(since, timezone))
  const count = (Date.parse(last) - Date.parse(first)) / (length * 24 * HOUR_MS) + 1
  requireBounded(bucket, count)
  const dates = Array.from({ length: Math.max(0, count) }, (_, index) => addDays(first, index * length))
  return {
    from: startOfDay(first, timezone),
    to: startOfDay(addDays(last, length), timezone),
    buckets: dates.map((date) => ({ key: date, start: startOfDay(date, timezone) })),
  }
}

function requireBounded(bucket: TrendBucket, count: number): void {
  if (count <= MAX_TREND_BUCKETS) return
  throw wrongParameter(
    'since',
    `is ${count} ${bucket}s before the end: a trend has at most ${MAX_TREND_BUCKETS} buckets, so ask for longer buckets or a shorter range`,
  )
}
