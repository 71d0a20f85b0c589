import { listDeliveries } from '@octometer/gateway-api'
import { type DeliveryAttemptRow, deliveryPage } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { attemptOf, identityOf } from './delivery-fields.ts'
import { outcomesOf, statusOf } from './delivery-outcomes.ts'

const place = z.tuple([z.int(), z.string()])

/** Rows that may be copies of others: an attempt that was archived twice, until ClickHouse merges it. */
const SPARE_ROWS = 50

export const listDeliveriesEndpoint = endpoint(
  listDeliveries,
  'deliveries',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const range = readRange(query)
    const scope = await resolveScope(gateway, principal, query.repository)
    const wanted = query.limit + 1 + SPARE_ROWS
    const rows = await gateway.store.query(deliveryPage, {
      ...range,
      repositories: scope.ids,
      events: query.event ?? null,
      actions: query.action ?? null,
      senders: query.sender ?? null,
      guids: query.guid ?? null,
      hooks: query.hook ?? null,
      after: after && { received_at: new Date(after[0]), guid: after[1] },
      limit: wanted,
    })
    const { entries, page } = cutPage(withoutCopies(rows), {
      limit: query.limit,
      more: rows.length === wanted,
      placeOf: ({ received_at, guid }) => [Date.parse(received_at), guid],
    })
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

function withoutCopies(rows: readonly DeliveryAttemptRow[]): readonly DeliveryAttemptRow[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1]
    return before === undefined || before.guid !== row.guid || before.received_at !== row.received_at
  })
}
