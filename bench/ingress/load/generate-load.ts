import { round, spreadOf } from '../../statistics.ts'
import { exchangeAll } from './connection.ts'
import { createDeliveryRequests } from './delivery-requests.ts'
import type { LoadOrder, LoadReport } from './load-report.ts'

/** Keeps every connection busy (a closed loop) and counts what is answered once the warm-up is over. */
export async function generateLoad(order: LoadOrder): Promise<LoadReport> {
  const requests = createDeliveryRequests(order)
  const began = performance.now()
  const from = began + order.warmUpSeconds * 1_000
  const until = from + order.seconds * 1_000
  const latencies: number[] = []
  const statuses: Record<string, number> = {}
  let answered = 0
  const lane = () =>
    exchangeAll(
      new URL(order.url),
      () => (performance.now() < until ? requests.next() : null),
      ({ status, milliseconds, at }) => {
        answered += 1
        if (at < from || at >= until) return
        statuses[status] = (statuses[status] ?? 0) + 1
        if (status === 202) latencies.push(milliseconds)
      },
    )
  const ends = await Promise.all(Array.from({ length: order.connections }, lane))
  const { user, system } = process.cpuUsage()
  return {
    accepted: latencies.length,
    per_second: round(latencies.length / order.seconds, 1),
    latency_ms: spreadOf(latencies, 2),
    statuses,
    broken: ends.filter((end) => end === 'broken').length,
    mean_body_bytes: Math.round(requests.meanBodyBytes),
    cpu_seconds: round((user + system) / 1e6, 2),
    answered,
  }
}
