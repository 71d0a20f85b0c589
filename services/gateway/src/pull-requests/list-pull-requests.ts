import { listPullRequests } from '@octometer/gateway-api'
import { pullRequestStates } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { readRange } from '../range.ts'
import { resolveScope } from '../repository-scope.ts'
import { findPullRequests, type PullRequestPlace } from './find-pull-requests.ts'
import { readLive } from './live-pull-requests.ts'
import { namesOf, pullRequestOf } from './pull-request-fields.ts'

const place = z.tuple([z.int(), z.int(), z.int()])

export const listPullRequestsEndpoint = endpoint(
  listPullRequests,
  'pull-requests',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = decodeCursor(query.cursor, place)
    const range = readRange(query)
    const scope = await resolveScope(store, principal, query.repository)
    const filters = {
      ...range,
      repositories: scope.ids,
      states: query.state ?? null,
      authors: query.author ?? null,
      labels: query.label ?? null,
    }
    return readLive(gateway, async (generation) => {
      const found = await findPullRequests(
        { store, generation, filters },
        after && toPlace(after),
        query.limit + 1,
      )
      const { entries, page } = cutPage(found, {
        limit: query.limit,
        more: false,
        placeOf: ({ observed_at, repository_id, number }) => [observed_at.getTime(), repository_id, number],
      })
      const [rows, nameOf] = await Promise.all([
        entries.length === 0
          ? []
          : store.query(pullRequestStates, {
              generation,
              keys: entries.map(({ repository_id, number }) => ({ repository_id, number })),
            }),
        namesOf(
          store,
          entries.map(({ repository_id }) => repository_id),
        ),
      ])
      const states = new Map(rows.map((row) => [`${row.repository_id} ${row.number}`, row]))
      return {
        data: entries.flatMap(({ repository_id, number }) => {
          const row = states.get(`${repository_id} ${number}`)
          return row === undefined ? [] : [pullRequestOf(row, nameOf(repository_id))]
        }),
        page,
      }
    })
  },
)

function toPlace([observedAt, repository_id, number]: z.output<typeof place>): PullRequestPlace {
  return { observed_at: new Date(observedAt), repository_id, number }
}
