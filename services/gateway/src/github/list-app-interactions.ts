import { appInteractionSnapshot } from '@octometer/event-contracts'
import { appInteractionOrders, listAppInteractions } from '@octometer/gateway-api'
import { appInteractionPage } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { placeIn, sortingOf } from '../sorting.ts'

/** Milliseconds of its time, and its id. */
const key = z.tuple([z.int(), z.string()])

export const listAppInteractionsEndpoint = endpoint(
  listAppInteractions,
  'deliveries',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'The App is of every repository')
    const sorting = sortingOf(appInteractionOrders, query, key)
    const rows = await gateway.store.query(appInteractionPage, { sorting, limit: query.limit + 1 })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ sort_value, at_ms, snapshot_id }) => placeIn(sorting, sort_value, [at_ms, snapshot_id]),
    })
    const found = entries.map(({ body }) => appInteractionSnapshot.parse(JSON.parse(body)))
    const data = found.map(({ snapshot_id, taken_at, asked_repository, ...told }) => ({
      ...{ id: snapshot_id, at: taken_at, repository: asked_repository },
      ...{ interaction: told.interaction, user: told.user, app_id: told.app_id },
      ...{ installation_id: told.installation_id, outcome: told.outcome, reason: told.reason },
    }))
    return { data, page }
  },
)
