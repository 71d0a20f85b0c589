import { getCounterTrend } from '@octometer/gateway-api'
import { counterDates, counterHours } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readRange } from '../range.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { counterOf } from './counter-of.ts'
import { trendBuckets } from './trend-buckets.ts'
import { datesOf } from './window-parts.ts'

export const getCounterTrendEndpoint = endpoint(
  getCounterTrend,
  'counters',
  async (gateway, { path, query, principal }) => {
    const { store, timezone } = gateway
    const counter = counterOf(path.name)
    const { from, to, buckets } = trendBuckets(query.bucket, readRange(query), gateway.now(), timezone)
    const scope = await resolveScope(store, principal, query.repository)
    const range = { counter, from, to, days: datesOf({ from, to }, timezone), repositories: scope.ids }
    const [known, rows] = await Promise.all([
      isKnown(store, scope),
      query.bucket === 'hour'
        ? store.query(counterHours, range)
        : store.query(counterDates, { ...range, timezone, weekly: query.bucket === 'week' }),
    ])
    const keyOf = (start: string) => (query.bucket === 'hour' ? new Date(start).toISOString() : start)
    const values = new Map(rows.map(({ start, value }) => [keyOf(start), value]))
    return {
      counter,
      bucket: query.bucket,
      data: buckets.map(({ key, start }) => ({
        start: start.toISOString(),
        value: known ? (values.get(key) ?? 0) : null,
      })),
      unknown_repositories: [...scope.unknown],
    }
  },
)
