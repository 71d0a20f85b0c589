import { type AnswerOf, completenessOrders, listCompleteness, type QueryOf } from '@octometer/gateway-api'
import { completenessOfRepositories, repositorySnapshots } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { messagesOf } from '../proof/behind.ts'
import { withNames } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, type SortValue, sortingOf, sortRows } from '../sorting.ts'

const key = z.tuple([z.string()])

export const listCompletenessEndpoint = endpoint(
  listCompleteness,
  'repositories',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(completenessOrders, query, key)
    const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
    const rows = await readLive(gateway, 'pull-requests', (generation) =>
      gateway.store.query(completenessOfRepositories, { repositories, generation }),
    )
    const named = await withNames(gateway, rows)
    const counted = named.map((row) => ({ ...row, counted_at: new Date(row.counted_at).toISOString() }))
    const valueIn = (row: Counted) => sortValue(row, query.sort)
    const { entries, page } = cutPage(sortRows(counted, sorting, { valueIn, idOf }), {
      limit: query.limit,
      more: false,
      placeOf: (row) => placeIn(sorting, valueIn(row), [idOf(row)]),
    })
    return { data: [...entries], page }
  },
  {
    /** All that is held of these repositories, and what GitHub said of them. */
    evidence: async (gateway, { query, principal }) => {
      const { ids } = await resolveScope(gateway, principal, query.repository)
      const [rows, generation] = await readLive(
        gateway,
        'pull-requests',
        async (live) =>
          [
            await gateway.store.query(completenessOfRepositories, { repositories: ids, generation: live }),
            live,
          ] as const,
      )
      const taken = rows.map(({ repository_id, counted_at }) => ({
        repository_id,
        second: Math.floor(Date.parse(counted_at) / 1000),
      }))
      if (taken.length === 0) return { deliveries: [] }
      const repositories = [...new Set(taken.map(({ repository_id }) => repository_id))]
      return {
        deliveries: [{ since: null, until: null, repositories, of: { kind: 'synced', generation } }],
        elsewhere: messagesOf(
          'snapshots',
          await gateway.store.query(repositorySnapshots, { type: 'totals', taken }),
        ),
      }
    },
  },
)

type Counted = AnswerOf<typeof listCompleteness>['data'][number]

function sortValue(row: Counted, order: QueryOf<typeof listCompleteness>['sort']): SortValue {
  if (order === 'missing') return Math.max(0, row.github - row.held)
  if (order === 'repository') return row.repository.toLowerCase()
  return order === 'counted_at' ? Date.parse(row.counted_at) : row[order]
}

/** Kinds of a repository are together, in one order. */
function idOf({ repository_id, kind }: Counted): string {
  return `${repository_id} ${kind}`
}
