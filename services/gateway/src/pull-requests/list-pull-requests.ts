import { isDescending, listPullRequests, pullRequestOrders, type QueryOf } from '@octometer/gateway-api'
import {
  type PullRequestFilters,
  type PullRequestStateRow,
  pullRequestStates,
  type Store,
  sortedPullRequests,
} from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { readLive } from '../live-generation.ts'
import { cutPage, type PageOf } from '../paging.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { numberedKey, placeIn, sortingOf } from '../sorting.ts'
import { findPullRequests, keyOf, type PullRequestPlace } from './find-pull-requests.ts'
import { pullRequestOf } from './pull-request-fields.ts'

const place = z.tuple([z.int(), z.int(), z.int()])

export const listPullRequestsEndpoint = endpoint(
  listPullRequests,
  'pull-requests',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const range = readRange(query)
    const scope = await resolveScope(gateway, principal, query.repository)
    const filters = {
      ...range,
      repositories: scope.ids,
      states: query.state ?? null,
      authors: query.author ?? null,
      without: await peopleLeftOut(gateway, query, scope.ids),
      labels: query.label ?? null,
    }
    return readLive(gateway, 'pull-requests', async (generation) => {
      const list = { store, generation, filters }
      const page = isByUpdate(query) ? await lastUpdated(list, query) : await inOrder(list, query)
      const [states, nameOf] = await Promise.all([statesOf(list, page), namesIn(gateway, page.entries)])
      return { data: states.map((row) => pullRequestOf(row, nameOf(row.repository_id))), page: page.page }
    })
  },
)

interface List {
  readonly store: Store
  readonly generation: string
  readonly filters: PullRequestFilters
}

type Query = QueryOf<typeof listPullRequests>

interface Key {
  readonly repository_id: number
  readonly number: number
}

interface FoundPage extends PageOf<Key> {
  /** Those that were read on the way. */
  readonly states: ReadonlyMap<string, PullRequestStateRow>
}

/** In this order they lie, so that a page costs what it holds. */
function isByUpdate(query: Query): boolean {
  return query.sort === 'updated_at' && isDescending(pullRequestOrders, query)
}

async function lastUpdated(list: List, { cursor, limit }: Query): Promise<FoundPage> {
  const after = decodeCursor(cursor, place)
  const found = await findPullRequests({ ...list, after: after && toPlace(after) }, limit + 1)
  const page = cutPage(found.places, {
    limit,
    more: false,
    placeOf: ({ observed_at, repository_id, number }) => [observed_at.getTime(), repository_id, number],
  })
  return { ...page, states: found.states }
}

async function inOrder({ store, generation, filters }: List, query: Query): Promise<FoundPage> {
  const sorting = sortingOf(pullRequestOrders, query, numberedKey)
  const rows = await store.query(sortedPullRequests, {
    generation,
    ...filters,
    sorting,
    limit: query.limit + 1,
  })
  const page = cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: ({ sort_value, repository_id, number }) => placeIn(sorting, sort_value, [repository_id, number]),
  })
  return { ...page, states: new Map() }
}

/** What the pull requests of a page are now, in its order. */
async function statesOf(
  { store, generation }: List,
  { entries, states }: FoundPage,
): Promise<readonly PullRequestStateRow[]> {
  const keys = entries
    .filter((entry) => !states.has(keyOf(entry)))
    .map(({ repository_id, number }) => ({ repository_id, number }))
  const rows = keys.length === 0 ? [] : await store.query(pullRequestStates, { generation, keys })
  const all = new Map([...states, ...rows.map((row) => [keyOf(row), row] as const)])
  return entries.flatMap((entry) => all.get(keyOf(entry)) ?? [])
}

function toPlace([observedAt, repository_id, number]: z.output<typeof place>): PullRequestPlace {
  return { observed_at: new Date(observedAt), repository_id, number }
}
