import { listPullRequests } from '@octometer/gateway-api'
import { type PullRequestStateRow, pullRequestStates } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import {
  type FoundPullRequests,
  findPullRequests,
  keyOf,
  type PullRequestPlace,
  type PullRequestSearch,
} from './find-pull-requests.ts'
import { pullRequestOf } from './pull-request-fields.ts'

const place = z.tuple([z.int(), z.int(), z.int()])

export const listPullRequestsEndpoint = endpoint(
  listPullRequests,
  'pull-requests',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const cursor = decodeCursor(query.cursor, place)
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
      const search = { store, generation, filters, after: cursor && toPlace(cursor) }
      const found = await findPullRequests(search, query.limit + 1)
      const { entries, page } = cutPage(found.places, {
        limit: query.limit,
        more: false,
        placeOf: ({ observed_at, repository_id, number }) => [observed_at.getTime(), repository_id, number],
      })
      const [states, nameOf] = await Promise.all([
        statesOf(search, entries, found),
        namesIn(gateway, entries),
      ])
      return { data: states.map((row) => pullRequestOf(row, nameOf(row.repository_id))), page }
    })
  },
)

/** What the pull requests of a page are now, in its order. */
async function statesOf(
  { store, generation }: PullRequestSearch,
  entries: readonly PullRequestPlace[],
  { states }: FoundPullRequests,
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
