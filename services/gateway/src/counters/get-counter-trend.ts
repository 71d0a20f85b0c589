import { getCounterTrend } from '@octometer/gateway-api'
import { counterDates, counterHours } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
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
    const scope = await resolveScope(gateway, principal, query.repository)
    const range = { counter, from, to, days: datesOf({ from, to }, timezone), repositories: scope.ids }
    const [known, rows] = await Promise.all([
      isKnown(gateway, scope),
      readLive(gateway, 'counters', (generation) =>
        query.bucket === 'hour'
          ? store.query(counterHours, { ...range, generation })
          : store.query(counterDates, { ...range, generation, timezone, weekly: query.bucket === 'week' }),
      ),
    ])
    const keyOf = (start: string) => (query.bucket === 'hour' ? new Date(start).toISOString() : start)
    const { trendRetentionMs } = gateway.answers
    const horizon = trendRetentionMs === null ? null : gateway.now().getTime() - trendRetentionMs
    const isKept = (index: number) =>
      horizon === null || (buckets[index + 1]?.start ?? to).getTime() > horizon
    const values = new Map(rows.map(({ start, value }) => [keyOf(start), value]))
    return {
      counter,
      bucket: query.bucket,
      data: buckets.map(({ key, start }, index) => ({
        start: start.toISOString(),
        value: known && isKept(index) ? (values.get(key) ?? 0) : null,
      })),
      unknown_repositories: [...scope.unknown],
    }
  },
)
