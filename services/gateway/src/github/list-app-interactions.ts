import { appInteractionSnapshot } from '@octometer/event-contracts'
import { listAppInteractions } from '@octometer/gateway-api'
import { appInteractionPage } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'

const place = z.tuple([z.iso.datetime(), z.string()])

export const listAppInteractionsEndpoint = endpoint(
  listAppInteractions,
  'deliveries',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'The App is of every repository')
    const after = decodeCursor(query.cursor, place)
    const rows = await gateway.store.query(appInteractionPage, {
      after: after && { at: new Date(after[0]), id: after[1] },
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(
      rows.map(({ body }) => appInteractionSnapshot.parse(JSON.parse(body))),
      {
        limit: query.limit,
        more: false,
        placeOf: ({ taken_at, snapshot_id }) => [taken_at, snapshot_id],
      },
    )
    const data = entries.map(({ snapshot_id, taken_at, asked_repository, ...told }) => ({
      ...{ id: snapshot_id, at: taken_at, repository: asked_repository },
      ...{ interaction: told.interaction, user: told.user, app_id: told.app_id },
      ...{ installation_id: told.installation_id, outcome: told.outcome, reason: told.reason },
    }))
    return { data, page }
  },
)
