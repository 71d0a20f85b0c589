import type { CounterName } from '@octometer/gateway-api'
import { counterHours } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import { datesOf } from '../counters/window-parts.ts'
import { readLive } from '../live-generation.ts'
import type { RepositoryScope } from '../repository-scope.ts'

const HOUR_MS = 3_600_000

/** 90 days, as long as the seed keeps its points. */
export const MOST_TREND_HOURS = 90 * 24

/** A counter's last hours, oldest first, those beyond the retention of trends left out. Closed pull requests with the merged ones. */
export async function monitorTrend(
  gateway: GatewayContext,
  counter: CounterName,
  hours: number,
  { ids }: RepositoryScope,
): Promise<{ timestamp: number; value: number }[]> {
  const now = gateway.now().getTime()
  const end = Math.ceil((now + 1) / HOUR_MS) * HOUR_MS
  const range = { from: new Date(end - hours * HOUR_MS), to: new Date(end) }
  const days = datesOf(range, gateway.timezone)
  const counters = counter === 'pulls_closed' ? [counter, 'pulls_merged'] : [counter]
  const rows = await Promise.all(
    counters.map((each) =>
      readLive(gateway, 'counters', (generation) =>
        gateway.store.query(counterHours, { counter: each, ...range, days, repositories: ids, generation }),
      ),
    ),
  )
  const values = new Map<number, number>()
  for (const { start, value } of rows.flat()) {
    const time = Date.parse(start)
    values.set(time, (values.get(time) ?? 0) + value)
  }
  const { trendRetentionMs } = gateway.answers
  const horizon = trendRetentionMs === null ? 0 : now - trendRetentionMs
  return Array.from({ length: hours }, (_, index) => range.from.getTime() + index * HOUR_MS)
    .filter((start) => start + HOUR_MS > horizon)
    .map((start) => ({ timestamp: start / 1000, value: values.get(start) ?? 0 }))
}
