import { wholeNumber } from '@octometer/gateway-api'
import {
  type DeliveryEndRow,
  deliveryEnds,
  deliveryPayloads,
  rejectionReasons,
  type Store,
  unprocessedDeliveries,
} from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { resolveScope } from '../repository-scope.ts'
import { type SlowestPosition, slowestProjection } from './settled-sequence.ts'

const MOST_BYTES = 32 * 1024 ** 2
const payloadSchema = z.record(z.string(), z.unknown())

interface Wanted {
  readonly event?: string | undefined
  readonly repository?: string | undefined
  readonly processed?: boolean | undefined
  readonly limit: number
}

/** A delivery as seeds list it. */
interface RecentEvent extends DeliveryEndRow {
  /** Every projection has come to it and none rejected it. */
  readonly processed: boolean
  /** Why projections rejected it; null when none did. */
  readonly error: string | null
  /** Null once its retention has passed. */
  readonly payload: Record<string, unknown> | null
}

/** What both seeds take to bound a list of events. */
export const eventLimit = wholeNumber(1, 1000).default(100).describe('At most so many events.')

export const eventType = z
  .string()
  .min(1, 'must not be empty')
  .max(100, 'must have at most 100 characters')
  .optional()
  .describe('Its name, as in `X-GitHub-Event`.')

/** The last deliveries with their payloads, newest first. Throws a 422 when these are too much for one answer. */
export async function recentEvents(
  gateway: GatewayContext,
  principal: Principal,
  { event, repository, processed, limit }: Wanted,
): Promise<readonly RecentEvent[]> {
  const scope = await resolveScope(gateway, principal, repository === undefined ? undefined : [repository])
  const position = await slowestPosition(gateway)
  const wanted = { repositories: scope.ids, events: event === undefined ? null : [event] }
  const rows = await lastDeliveries(limit, (most) =>
    processed === false
      ? gateway.store.query(unprocessedDeliveries, {
          ...wanted,
          pending: position,
          limit: most,
        })
      : gateway.store.query(deliveryEnds, {
          ...wanted,
          processedUpTo: processed === undefined ? null : position.position,
          limit: most,
        }),
  )
  const [payloads, reasons] = await Promise.all([
    payloadsOf(gateway.store, rows),
    reasonsOf(gateway.store, rows),
  ])
  return rows.map((row) => ({
    ...row,
    processed: !row.rejected && row.stream_sequence <= position.position,
    error: reasons.get(row.guid)?.join('; ') ?? null,
    payload: payloads.get(keyOf(row)) ?? null,
  }))
}

const SPARE_ROWS = 50

/** Deliveries by their last receipts: who was sent again, or archived twice, stands once. */
async function lastDeliveries(
  limit: number,
  read: (most: number) => Promise<readonly DeliveryEndRow[]>,
): Promise<readonly DeliveryEndRow[]> {
  for (let most = limit + SPARE_ROWS; ; most *= 2) {
    const rows = await read(most)
    const newest = new Map<string, DeliveryEndRow>()
    for (const row of rows) if (!newest.has(row.guid)) newest.set(row.guid, row)
    if (newest.size >= limit || rows.length < most) return [...newest.values()].slice(0, limit)
  }
}

async function slowestPosition(gateway: GatewayContext): Promise<SlowestPosition> {
  const slowest = await slowestProjection(gateway)
  if (slowest !== null) return slowest
  const detail = 'How far the projections have come is not known now: NATS cannot be asked.'
  throw problem(503, 'log_unavailable', detail, { headers: { 'Retry-After': '1' } })
}

interface Receipt {
  readonly guid: string
  readonly received_at: string
}

async function payloadsOf(store: Store, rows: readonly DeliveryEndRow[]) {
  const bytes = rows.reduce((sum, { size }) => sum + size, 0)
  if (bytes > MOST_BYTES) {
    const detail = `The payloads of these ${rows.length} events are more than ${MOST_BYTES} bytes: ask with a smaller limit.`
    throw problem(422, 'answer_too_large', detail, { members: { parameter: 'limit' } })
  }
  const times = rows.map(({ received_at }) => Date.parse(received_at))
  if (times.length === 0) return new Map<string, Record<string, unknown>>()
  const found = await store.query(deliveryPayloads, {
    since: new Date(Math.min(...times)),
    until: new Date(Math.max(...times)),
    guids: rows.map(({ guid }) => guid),
  })
  return new Map(
    found
      .filter(({ payload }) => payload !== '')
      .map((row) => [keyOf(row), payloadSchema.parse(JSON.parse(row.payload))]),
  )
}

function keyOf({ guid, received_at }: Receipt): string {
  return `${guid} ${received_at}`
}

async function reasonsOf(store: Store, rows: readonly DeliveryEndRow[]) {
  const messages = rows.filter(({ rejected }) => rejected).map(({ guid }) => guid)
  const reasons = new Map<string, string[]>()
  if (messages.length === 0) return reasons
  for (const { message_id, projection, reason } of await store.query(rejectionReasons, { messages })) {
    reasons.set(message_id, [...(reasons.get(message_id) ?? []), `${projection}: ${reason}`])
  }
  return reasons
}
