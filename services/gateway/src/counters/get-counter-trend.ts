import { getCounterTrend } from '@octometer/gateway-api'
import { counterDates, counterHours } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { readRange } from '../range.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { counterOf } from './counter-of.ts'
import { factsBehind } from './facts-behind.ts'
import { type TrendBuckets, trendBuckets } from './trend-buckets.ts'
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
    const isKept = keptBuckets(gateway, buckets, to)
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
  {
    evidence: async (gateway, { path, query, principal }) => {
      const counter = counterOf(path.name)
      const { now, timezone } = gateway
      const { to, buckets } = trendBuckets(query.bucket, readRange(query), now(), timezone)
      const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
      const isKept = keptBuckets(gateway, buckets, to)
      const since = buckets.find((_, index) => isKept(index))?.start
      if (since === undefined) return { deliveries: [] }
      return { deliveries: [await factsBehind(gateway, { since, until: to, repositories }, [counter])] }
    },
  },
)

/** Whether the trend's retention leaves something of a bucket. */
function keptBuckets(
  { answers: { trendRetentionMs }, now }: GatewayContext,
  buckets: TrendBuckets['buckets'],
  to: Date,
): (index: number) => boolean {
  const horizon = trendRetentionMs === null ? null : now().getTime() - trendRetentionMs
  return (index) => horizon === null || (buckets[index + 1]?.start ?? to).getTime() > horizon
}
