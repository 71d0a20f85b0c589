import { listMissingDeliveries } from '@octometer/gateway-api'
import { intakeMissing } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { namesIn } from '../repository-names.ts'
import { intakeRange } from './intake-range.ts'

const place = z.tuple([z.iso.datetime(), z.string(), z.string()])

export const listMissingDeliveriesEndpoint = endpoint(
  listMissingDeliveries,
  'intake',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'The intake is not kept by repository')
    const after = decodeCursor(query.cursor, place)
    const rows = await gateway.store.query(intakeMissing, {
      ...intakeRange(query, gateway.now()),
      hooks: query.hook ?? null,
      after: after && { delivered_at: new Date(after[0]), hook: after[1], guid: after[2] },
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ delivered_at, hook, guid }) => [delivered_at, hook, guid],
    })
    const nameOf = await namesIn(gateway, entries)
    const data = entries.map(({ first_attempt: _, ...row }) => ({
      ...row,
      repository: row.repository_id === null ? null : nameOf(row.repository_id),
    }))
    return { data, page }
  },
)
