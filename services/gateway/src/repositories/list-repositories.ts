import { type AnswerOf, listRepositories, type QueryOf, type RepositoryOrder } from '@octometer/gateway-api'
import { type RepositoryNow, repositoriesNow } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { pageAfter } from '../paging.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { repositoriesBehind } from './repository-behind.ts'
import { factsOf, healthAt } from './repository-fields.ts'

type Entry = AnswerOf<typeof listRepositories>['data'][number]

const place = z.tuple([z.union([z.string(), z.number()]).nullable(), z.int().min(0)])
type Place = z.output<typeof place>

/**
 * Health and status are reckoned here, from sources that no query joins, so what is ordered by them is ordered and cut here too:
 * one entry per repository, of which an organisation has hundreds.
 */
export const listRepositoriesEndpoint = endpoint(
  listRepositories,
  'repositories',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const found = (await findRepositories(gateway, principal, query)).map(({ entry }) => entry)
    const placeOf = (entry: Entry): Place => [sortValue(entry, query.sort), entry.repository_id]
    const order = query.sort === 'name' ? 1 : -1
    const { entries, page } = pageAfter(found, after, {
      limit: query.limit,
      placeOf,
      compare: (left: Place, right: Place) => compare(left, right, order),
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

function sortValue(entry: Entry, order: RepositoryOrder): string | number | null {
  return order === 'name' ? entry.repository.toLowerCase() : entry[order]
}

/** The unknown last, then by id, whichever way the values go. */
function compare([left, leftId]: Place, [right, rightId]: Place, order: 1 | -1): number {
  if (left === right) return leftId - rightId
  if (left === null || right === null) return left === null ? 1 : -1
  return left < right ? -order : order
}
