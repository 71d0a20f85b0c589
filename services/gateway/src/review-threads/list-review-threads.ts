import { type AnswerOf, listReviewThreads, type QueryOf } from '@octometer/gateway-api'
import { type ReviewThreadRow, reviewThreadMetrics, reviewThreadPage } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { type RepositoryScope, resolveScope } from '../repository-scope.ts'

type Answer = AnswerOf<typeof listReviewThreads>

const place = z.tuple([z.int(), z.int().min(0), z.int().min(0)])

export const listReviewThreadsEndpoint = endpoint(
  listReviewThreads,
  'review-threads',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = decodeCursor(query.cursor, place)
    const filters = await filtersOf(gateway, query, await resolveScope(gateway, principal, query.repository))
    const [rows, metrics] = await Promise.all([
      store.query(reviewThreadPage, {
        ...filters,
        after: after && { opened_at: new Date(after[0]), repository_id: after[1], thread_id: after[2] },
        limit: query.limit + 1,
      }),
      metricsOf(gateway, filters, query.older_than_days),
    ])
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ state, repository_id, thread_id }) => [
        Date.parse(state.opened_at),
        repository_id,
        thread_id,
      ],
    })
    const nameOf = await namesIn(gateway, entries)
    return { data: entries.map((row) => threadOf(row, nameOf(row.repository_id))), metrics, page }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const scope = await resolveScope(gateway, principal, query.repository)
      const { authors, without, states, ...among } = await filtersOf(gateway, query, scope)
      return { deliveries: [{ ...among, of: { kind: 'threads', authors, without, states } }] }
    },
  },
)

async function filtersOf(
  gateway: GatewayContext,
  query: QueryOf<typeof listReviewThreads>,
  { ids }: RepositoryScope,
) {
  return {
    ...readRange(query),
    repositories: ids,
    authors: query.author ?? null,
    without: await peopleLeftOut(gateway, query, ids),
    states: query.state ?? null,
  }
}

const DAY_MS = 86_400_000

async function metricsOf(
  { store, now }: GatewayContext,
  filters: Awaited<ReturnType<typeof filtersOf>>,
  days: number,
): Promise<Answer['metrics']> {
  const older_than = new Date(now().getTime() - days * DAY_MS)
  const [row] = await store.query(reviewThreadMetrics, { ...filters, older_than })
  if (row === undefined) throw new TypeError('an aggregate has one row')
  return {
    threads: row.threads,
    resolved: row.resolved,
    resolution_rate: row.threads === 0 ? null : row.resolved / row.threads,
    reopened: row.reopened,
    mean_comments: row.threads === 0 ? null : row.comments / row.threads,
    time_to_resolve_seconds: row.time_to_resolve,
    time_to_first_response_seconds: row.time_to_first_response,
    unresolved_older: { days, threads: row.unresolved_older },
  }
}

function threadOf(row: ReviewThreadRow, repository: string): Answer['data'][number] {
  const { resolved, ...state } = row.state
  const { path, author_type, time_source, ...detail } = row.detail
  return {
    id: row.thread_id,
    repository,
    repository_id: row.repository_id,
    number: row.number,
    path: path === '' ? null : path,
    author_type: author_type === '' ? null : author_type,
    state: resolved ? 'resolved' : 'unresolved',
    ...state,
    ...detail,
    resolution_time_source: time_source === '' ? null : time_source,
    time_to_first_response_seconds: row.time_to_first_response,
    time_to_resolve_seconds: row.time_to_resolve,
  }
}
