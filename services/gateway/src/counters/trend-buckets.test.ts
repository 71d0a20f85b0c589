import { expect, test } from 'vitest'
import { trendBuckets } from './trend-buckets.ts'

const now = new Date('2026-03-30T10:20:00Z')
const startsOf = (
  bucket: 'hour' | 'day' | 'week',
  since: string | null,
  until: string | null,
  timezone: string,
) => {
  const range = {
    since: since === null ? null : new Date(since),
    until: until === null ? null : new Date(until),
  }
  return trendBuckets(bucket, range, now, timezone)
}
const texts = ({ buckets }: ReturnType<typeof startsOf>) => buckets.map(({ start }) => start.toISOString())

test('days around a clock change', () => {
  const trend = startsOf('day', '2026-03-28T12:00:00Z', null, 'Europe/Berlin')
  expect(texts(trend)).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ])
  expect(trend.buckets.map(({ key }) => key)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30'])
  expect([trend.from, trend.to].map((time) => time.toISOString())).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-30T22:00:00.000Z',
  ])
})

test('a bucket belongs to the range when it overlaps it', () => {
  expect(texts(startsOf('hour', '2026-03-01T01:59:59Z', '2026-03-01T03:00:00Z', 'UTC'))).toEqual([
    '2026-03-01T01:00:00.000Z',
    '2026-03-01T02:00:00.000Z',
  ])
  expect(texts(startsOf('week', '2026-03-08T23:00:00Z', '2026-03-16T00:00:00Z', 'UTC'))).toEqual([
    '2026-03-02T00:00:00.000Z',
    '2026-03-09T00:00:00.000Z',
  ])
})

test('a range that is over before it begins has none', () => {
  expect(texts(startsOf('hour', '2026-04-30T00:00:00Z', null, 'UTC'))).toEqual([])
})

test('a thousand buckets are served, one more is refused with what to do', () => {
  const until = '2026-03-01T00:00:00Z'
  const before = (hours: number) => new Date(Date.parse(until) - hours * 3_600_000).toISOString()
  expect(texts(startsOf('hour', before(1000), until, 'UTC'))).toHaveLength(1000)
  expect(() => startsOf('hour', before(1001), until, 'UTC')).toThrow(
    'since is 1001 hours before the end: a trend has at most 1000 buckets, so ask for longer buckets or a shorter range.',
  )
})
