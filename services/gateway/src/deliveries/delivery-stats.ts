import { getDeliveryStats } from '@octometer/gateway-api'
import { deliveryTotals } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { requireCountedArchive } from '../counted-archive.ts'
import { resolveScope } from '../repository-scope.ts'

const HOUR_MS = 3_600_000

export const getDeliveryStatsEndpoint = endpoint(
  getDeliveryStats,
  'deliveries',
  async (gateway, { query, principal }) => {
    await requireCountedArchive(gateway)
    const { hours } = query
    const since = firstHour(gateway.now(), hours)
    const scope = await resolveScope(gateway, principal, query.repository)
    const [rows, newest] = await Promise.all([
      gateway.store.query(deliveryTotals, { since, repositories: scope.ids }),
      gateway.states.newestDelivery(),
    ])
    const known = newest !== null && (scope.ids === null || scope.ids.length > 0)
    const none = known ? 0 : null
    const all = rows.find(({ level }) => level === 'all')
    const byHour = new Map(
      rows.filter(({ level }) => level === 'hour').map((row) => [Date.parse(row.hour), row] as const),
    )
    return {
      hours,
      since: since.toISOString(),
      attempts: known ? (all?.attempts ?? 0) : null,
      deliveries: known ? (all?.deliveries ?? 0) : null,
      by_event: rows
        .filter(({ level }) => level === 'event')
        .map(({ event, attempts, deliveries, rejected }) => ({
          event,
          attempts,
          deliveries,
          processed: deliveries - rejected,
        })),
      by_hour: Array.from({ length: hours }, (_, index) => {
        const start = since.getTime() + index * HOUR_MS
        const row = byHour.get(start)
        return {
          start: new Date(start).toISOString(),
          attempts: row?.attempts ?? none,
          deliveries: row?.deliveries ?? none,
        }
      }),
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
      const since = firstHour(gateway.now(), query.hours)
      return {
        deliveries: [
          { since, until: null, repositories, of: { kind: 'received', senders: null, without: [] } },
        ],
      }
    },
  },
)

/** The start of the first of the last so many hours. */
function firstHour(now: Date, hours: number): Date {
  return new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - (hours - 1) * HOUR_MS)
}
