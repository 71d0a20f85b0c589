import { listCompleteness } from '@octometer/gateway-api'
import { completenessOfRepositories, repositorySnapshots } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { readLive } from '../live-generation.ts'
import { pageAfter } from '../paging.ts'
import { messagesOf } from '../proof/behind.ts'
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
