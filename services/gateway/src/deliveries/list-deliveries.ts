import { deliveryOrders, isDescending, listDeliveries, type QueryOf } from '@octometer/gateway-api'
import {
  type DeliveryAttemptRow,
  type DeliveryFilters,
  deliveryPage,
  sortedDeliveries,
  sortedDeliveryBound,
} from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage, type PageOf } from '../paging.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, sortingOf } from '../sorting.ts'
import { attemptOf, identityOf } from './delivery-fields.ts'
import { outcomesOf, statusOf } from './delivery-outcomes.ts'

const receipt = z.tuple([z.int(), z.string()])

/** Rows that may be copies of others: an attempt that was archived twice, until ClickHouse merges it. */
const SPARE_ROWS = 50

export const listDeliveriesEndpoint = endpoint(
  listDeliveries,
  'deliveries',
  async (gateway, { query, principal }) => {
    const scope = await resolveScope(gateway, principal, query.repository)
    const filters = {
      ...readRange(query),
      repositories: scope.ids,
      events: query.event ?? null,
      actions: query.action ?? null,
      senders: query.sender ?? null,
      guids: query.guid ?? null,
      hooks: query.hook ?? null,
    }
    // In the order of their receipt they lie, so that a page costs what it holds.
    const isByReceipt = query.sort === 'received_at' && isDescending(deliveryOrders, query)
    const { entries, page } = await (isByReceipt ? newestFirst : inOrder)(gateway, query, filters)
    const outcomes = await outcomesOf(
      gateway,
      entries.map(({ guid, stream_sequence }) => ({ guid, sequence: stream_sequence })),
    )
    return {
      data: entries.map((row) => ({
        ...identityOf(row),
        ...attemptOf(row),
        status: statusOf(outcomes.get(row.guid) ?? []),
      })),
      page,
    }
  },
)

type Query = QueryOf<typeof listDeliveries>

async function newestFirst(
  gateway: GatewayContext,
  { cursor, limit }: Query,
  filters: DeliveryFilters,
): Promise<PageOf<DeliveryAttemptRow>> {
  const place = decodeCursor(cursor, receipt)
  const wanted = limit + 1 + SPARE_ROWS
  const after = place && { received_at: new Date(place[0]), guid: place[1] }
  const newest = after?.received_at ?? filters.until ?? gateway.now()
  const read = (since: Date | null) =>
    gateway.store.query(deliveryPage, { ...filters, after, limit: wanted, since })
  // By their GUIDs rows are found through an index, wherever they are.
  const rows =
    filters.guids === null
      ? await lookBack(wanted, { since: filters.since, newest }, read)
      : await read(filters.since)
  return cutPage(withoutCopies(rows), {
    limit,
    more: rows.length === wanted,
    placeOf: ({ received_at, guid }) => [Date.parse(received_at), guid],
  })
}

/** Rows of the same millisecond and value that the bound of a page may have counted too. */
const SAME = 1000

/** All that fit are looked at, by what they are ordered by; the rest is read of a page's own. */
async function inOrder(
  { store }: GatewayContext,
  query: Query,
  filters: DeliveryFilters,
): Promise<PageOf<DeliveryAttemptRow>> {
  const sorting = sortingOf(deliveryOrders, query, receipt)
  const wanted = query.limit + 1 + SPARE_ROWS
  const [bound = null] = await store.query(sortedDeliveryBound, { ...filters, sorting, skip: wanted + SAME })
  const rows = await store.query(sortedDeliveries, { ...filters, sorting, bound, limit: wanted })
  return cutPage(withoutCopies(rows), {
    limit: query.limit,
    more: rows.length === wanted,
    placeOf: ({ sort_value, received_at, guid }) =>
      placeIn(sorting, sort_value, [Date.parse(received_at), guid]),
  })
}

const DAY_MS = 86_400_000
/** What is asked for is mostly new, and what is rare is found when it is looked for further back. */
const LOOKS_DAYS = [1, 30]

/** The newest `wanted` rows: looked for in the last days first, for the archive is read from its end as far as it is asked. */
async function lookBack<T>(
  wanted: number,
  { since, newest }: { readonly since: Date | null; readonly newest: Date },
  read: (since: Date | null) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  for (const days of LOOKS_DAYS) {
    const from = new Date(Math.max(0, newest.getTime() - days * DAY_MS))
    if (since !== null && since >= from) break
    const rows = await read(from)
    if (rows.length === wanted) return rows
  }
  return read(since)
}

function withoutCopies<T extends DeliveryAttemptRow>(rows: readonly T[]): readonly T[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1]
    return before === undefined || before.guid !== row.guid || before.received_at !== row.received_at
  })
}
