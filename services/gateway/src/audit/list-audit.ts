import { auditEntrySchema } from '@octometer/event-contracts'
import { auditOrders, listAudit } from '@octometer/gateway-api'
import { auditPage } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { placeIn, sortingOf } from '../sorting.ts'

const key = z.tuple([z.string()])
const archived = z.object({ entry: auditEntrySchema })

export const listAuditEndpoint = endpoint(
  listAudit,
  'deliveries',
  async ({ store }, { query, principal }) => {
    requireEveryRepository(principal, 'The audit log is of every repository')
    const sorting = sortingOf(auditOrders, query, key)
    const rows = await store.query(auditPage, {
      ...readRange(query),
      who: query.who ?? null,
      actions: query.action ?? null,
      outcomes: query.outcome ?? null,
      sorting,
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ sort_value, id }) => placeIn(sorting, sort_value, [id]),
    })
    return { data: entries.map(({ id, at, command }) => ({ id, at, ...entryOf(command) })), page }
  },
)

function entryOf(command: string) {
  const { entry } = archived.parse(JSON.parse(command))
  return { ...entry, outcome: outcomeOf(entry.status) }
}

function outcomeOf(status: number): 'done' | 'refused' | 'failed' {
  if (status < 400) return 'done'
  return status < 500 ? 'refused' : 'failed'
}
