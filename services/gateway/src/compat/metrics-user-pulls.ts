import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import { githubMetricsPullCounts, githubMetricsPulls } from '@octometer/read-store'
import { z } from 'zod'
import { withNames } from '../repository-names.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { offsetOf, pagination, paginationOf } from './metrics-pages.ts'
import {
  excludeUsers,
  isoOrNull,
  paging,
  peopleAsked,
  repositories,
  TAG,
  times,
  users,
  wrongParameters,
} from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'

const roles = ['pr_creators', 'pr_reviewers', 'pr_approvers', 'pr_lgtm'] as const
const text = z.string().nullable()

const route = defineRoute({
  operationId: 'seed003ListUserPullRequests',
  method: 'get',
  path: '/api/metrics/user-prs',
  role: 'viewer',
  tag: TAG,
  summary: 'Pull requests by what people did for them',
  description:
    'By repository, then the newest number. `owner` is the author. Without a role, those of which a payload of their own was received, by their authors. What no payload told is null.',
  pathParameters: noParameters,
  query: z.object({
    ...times,
    users,
    exclude_users: excludeUsers,
    role: z.enum(roles, { error: `must be one of ${roles.join(', ')}` }).optional(),
    repositories,
    ...paging(10),
  }),
  status: 200,
  answer: z.strictObject({
    data: z.array(
      z.strictObject({
        number: z.int(),
        title: text,
        owner: text,
        repository: z.string(),
        state: z.enum(['open', 'closed']).nullable(),
        merged: z.boolean().nullable(),
        url: z.string(),
        created_at: z.iso.datetime().nullable(),
        updated_at: z.iso.datetime().nullable(),
        commits_count: z.int().nullable(),
        head_sha: text,
      }),
    ),
    pagination,
  }),
  problems: [422],
})

export const userPullsEndpoint = compatEndpoint(
  route,
  'pull-requests',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof route>> => {
    const wanted = {
      ...(await rangeAsked(gateway, { query, principal })),
      ...peopleAsked(query),
      role: query.role ?? 'any',
    } as const
    const counts = await gateway.store.query(githubMetricsPullCounts, wanted)
    const total = counts.reduce((sum, { pulls }) => sum + pulls, 0)
    const page = repositoriesOfPage(counts, query)
    const rows =
      page.repositories.length === 0
        ? []
        : await gateway.store.query(githubMetricsPulls, { ...wanted, ...page })
    return {
      data: (await withNames(gateway, rows)).map((row) => ({
        number: row.number,
        title: row.title,
        owner: row.author,
        repository: row.repository,
        state: row.state === null ? null : row.state === 'open' ? 'open' : 'closed',
        merged: row.state === null ? null : row.state === 'merged',
        url: `https://github.com/${row.repository}/pull/${row.number}`,
        created_at: isoOrNull(row.created_at),
        updated_at: isoOrNull(row.updated_at),
        commits_count: row.commits,
        head_sha: row.head_sha,
      })),
      pagination: paginationOf(total, query, true),
    }
  },
  { wrongParameter: wrongParameters },
)

interface Counted {
  readonly repository_id: number
  readonly pulls: number
}

/** Which repositories, in their order, hold a page's pull requests, and how many of theirs lie before it. */
function repositoriesOfPage(counts: readonly Counted[], asked: Parameters<typeof offsetOf>[0]) {
  const [first, limit] = [offsetOf(asked), asked.page_size]
  let end = 0
  const held = counts.flatMap(({ repository_id, pulls }) => {
    const start = end
    end += pulls
    return start < first + limit && end > first ? [{ repository_id, start }] : []
  })
  const repositories = held.map(({ repository_id }) => repository_id)
  return { repositories, limit, offset: first - (held[0]?.start ?? 0) }
}
