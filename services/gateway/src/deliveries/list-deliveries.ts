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
    const asked = {
      ...range,
      repositories: scope.ids,
      events: query.event ?? null,
      actions: query.action ?? null,
      senders: query.sender ?? null,
      guids: query.guid ?? null,
      hooks: query.hook ?? null,
      after: after && { received_at: new Date(after[0]), guid: after[1] },
      limit: wanted,
    }
    const newest = asked.after?.received_at ?? range.until ?? gateway.now()
    const read = (since: Date | null) => gateway.store.query(deliveryPage, { ...asked, since })
    // By their GUIDs rows are found through an index, wherever they are.
    const rows =
      asked.guids === null
        ? await lookBack(wanted, { since: range.since, newest }, read)
        : await read(range.since)
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

function withoutCopies(rows: readonly DeliveryAttemptRow[]): readonly DeliveryAttemptRow[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1]
    return before === undefined || before.guid !== row.guid || before.received_at !== row.received_at
  })
}
