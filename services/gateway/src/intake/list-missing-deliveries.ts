import { listMissingDeliveries, missingDeliveryOrders } from '@octometer/gateway-api'
import { intakeMissing } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { namesIn } from '../repository-names.ts'
import { placeIn, sortingOf } from '../sorting.ts'
import { intakeRange } from './intake-range.ts'

const key = z.tuple([z.string(), z.string()])

export const listMissingDeliveriesEndpoint = endpoint(
  listMissingDeliveries,
  'intake',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'The intake is not kept by repository')
    const sorting = sortingOf(missingDeliveryOrders, query, key)
    const rows = await gateway.store.query(intakeMissing, {
      ...intakeRange(query, gateway.now()),
      hooks: query.hook ?? null,
      sorting,
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ sort_value, hook, guid }) => placeIn(sorting, sort_value, [hook, guid]),
    })
    const nameOf = await namesIn(gateway, entries)
    const data = entries.map(({ first_attempt: _, sort_value: __, ...row }) => ({
      ...row,
      repository: row.repository_id === null ? null : nameOf(row.repository_id),
    }))
    return { data, page }
  },
)
