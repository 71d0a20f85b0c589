import { listCompleteness } from '@octometer/gateway-api'
import { completenessOfRepositories } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { readLive } from '../live-generation.ts'
import { pageAfter } from '../paging.ts'
import { withNames } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'

const place = z.tuple([z.int(), z.string()])

export const listCompletenessEndpoint = endpoint(
  listCompleteness,
  'repositories',
  async (gateway, { query, principal }) => {
    const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
    const rows = await readLive(gateway, 'pull-requests', (generation) =>
      gateway.store.query(completenessOfRepositories, { repositories, generation }),
    )
    const { entries, page } = pageAfter(rows, decodeCursor(query.cursor, place), {
      limit: query.limit,
      placeOf: ({ repository_id, kind }): [number, string] => [repository_id, kind],
      compare: ([left, one], [right, other]) => left - right || one.localeCompare(other),
    })
    const named = await withNames(gateway, entries)
    return {
      data: named.map((row) => ({ ...row, counted_at: new Date(row.counted_at).toISOString() })),
      page,
    }
  },
)
