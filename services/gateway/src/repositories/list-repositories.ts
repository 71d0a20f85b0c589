import {
  type AnswerOf,
  listRepositories,
  type QueryOf,
  type RepositoryOrder,
  repositoryOrders,
} from '@octometer/gateway-api'
import { type RepositoryNow, repositoriesNow } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { cutPage } from '../paging.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, type SortValue, sortingOf, sortRows } from '../sorting.ts'
import { repositoriesBehind } from './repository-behind.ts'
import { factsOf, healthAt } from './repository-fields.ts'

type Entry = AnswerOf<typeof listRepositories>['data'][number]

const key = z.tuple([z.int().min(0)])

/**
 * Health and status are reckoned here, from sources that no query joins, so what is ordered by them is ordered and cut here too:
 * one entry per repository, of which an organisation has hundreds.
 */
export const listRepositoriesEndpoint = endpoint(
  listRepositories,
  'repositories',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(repositoryOrders, query, key)
    const found = (await findRepositories(gateway, principal, query)).map(({ entry }) => entry)
    const valueIn = (entry: Entry) => sortValue(entry, query.sort)
    const rest = sortRows(found, sorting, { valueIn, idOf: ({ repository_id }) => repository_id })
    const { entries, page } = cutPage(rest, {
      limit: query.limit,
      more: false,
      placeOf: (entry) => placeIn(sorting, valueIn(entry), [entry.repository_id]),
    })
    return { data: [...entries], page }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const found = await findRepositories(gateway, principal, query)
      return repositoriesBehind(
        gateway,
        found.map(({ row }) => row),
      )
    },
  },
)

interface Found {
  readonly row: RepositoryNow
  readonly entry: Entry
}

async function findRepositories(
  gateway: GatewayContext,
  principal: Principal,
  query: QueryOf<typeof listRepositories>,
): Promise<readonly Found[]> {
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const [rows, countsOf] = await Promise.all([
    gateway.store.query(repositoriesNow, { repositories: ids }),
    gateway.repositoryCounts(),
  ])
  const nameOf = await namesIn(gateway, rows)
  const now = gateway.now()
  return rows
    .map((row) => {
      const facts = factsOf(row, countsOf(row.repository_id), nameOf(row.repository_id))
      return { row, entry: { ...facts, health: healthAt(row, facts.open_issues, now)?.score ?? null } }
    })
    .filter(({ entry }) => fits(entry, query))
}

function fits(entry: Entry, { name, status, archived }: QueryOf<typeof listRepositories>): boolean {
  const full = entry.repository.toLowerCase()
  if (name !== undefined && !name.some((part) => full.includes(part.toLowerCase()))) return false
  if (archived !== undefined && (entry.archived === true) !== (archived === 'true')) return false
  return status === undefined ? entry.status !== 'deleted' : status.includes(entry.status)
}

function sortValue(entry: Entry, order: RepositoryOrder): SortValue {
  if (order === 'name') return entry.repository.toLowerCase()
  if (order === 'language') return entry.language?.toLowerCase() ?? null
  if (order === 'pushed_at') return entry.pushed_at === null ? null : Date.parse(entry.pushed_at)
  return entry[order]
}
