import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import { githubMetricsResponses, githubMetricsTurnaround } from '@octometer/read-store'
import { z } from 'zod'
import { namesOf } from '../repository-names.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { excludeUsers, peopleAsked, repositories, TAG, tenths, times, users } from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'

const hours = z.number().nullable()

const averages = {
  avg_time_to_first_review_hours: hours,
  avg_time_to_approval_hours: hours,
  avg_time_to_first_verified_hours: hours,
  avg_time_to_first_changes_requested_hours: hours,
  avg_pr_lifecycle_hours: hours,
}

interface Averages {
  readonly first_review: number | null
  readonly approval: number | null
  readonly verified: number | null
  readonly changes_requested: number | null
  readonly lifecycle: number | null
}

function averagesOf(row: Averages | undefined) {
  return {
    avg_time_to_first_review_hours: row?.first_review ?? null,
    avg_time_to_approval_hours: row?.approval ?? null,
    avg_time_to_first_verified_hours: row?.verified ?? null,
    avg_time_to_first_changes_requested_hours: row?.changes_requested ?? null,
    avg_pr_lifecycle_hours: row?.lifecycle ?? null,
  }
}

const route = defineRoute({
  operationId: 'seed003GetTurnaround',
  method: 'get',
  path: '/api/metrics/turnaround',
  role: 'viewer',
  tag: TAG,
  summary: 'How long pull requests take',
  description:
    'Of pull requests whose opening was received in the range, with all that ever happened to them. Hours between the times that the payloads tell, rounded to a tenth; null where nothing is known. `users` and `exclude_users` choose reviewers.',
  pathParameters: noParameters,
  query: z.object({ ...times, repositories, users, exclude_users: excludeUsers }),
  status: 200,
  answer: z.strictObject({
    summary: z.strictObject({ ...averages, total_prs_analyzed: z.int() }),
    by_repository: z.array(z.strictObject({ repository: z.string(), ...averages, total_prs: z.int() })),
    by_reviewer: z.array(
      z.strictObject({
        reviewer: z.string(),
        avg_response_time_hours: hours,
        total_reviews: z.int(),
        repositories_reviewed: z.array(z.string()),
      }),
    ),
  }),
  problems: [],
})

export const turnaroundEndpoint = compatEndpoint(
  route,
  'pull-requests',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof route>> => {
    const wanted = { ...(await rangeAsked(gateway, { query, principal })), ...peopleAsked(query) }
    const [rows, responses] = await Promise.all([
      gateway.store.query(githubMetricsTurnaround, wanted),
      gateway.store.query(githubMetricsResponses, wanted),
    ])
    const all = rows.find(({ of_all }) => of_all)
    const byRepository = rows.filter(({ of_all }) => !of_all)
    const reviewers = responses.filter(({ of_all }) => !of_all)
    const ids = [
      ...byRepository.map((row) => row.repository_id),
      ...reviewers.flatMap((row) => row.repositories),
    ]
    const nameOf = await namesOf(gateway, ids)
    return {
      summary: { ...averagesOf(all), total_prs_analyzed: all?.pulls ?? 0 },
      by_repository: byRepository.map((row) => ({
        repository: nameOf(row.repository_id),
        ...averagesOf(row),
        total_prs: row.pulls,
      })),
      by_reviewer: reviewers.map(({ user, avg, reviews, repositories: reviewed }) => ({
        reviewer: user,
        avg_response_time_hours: tenths(avg),
        total_reviews: reviews,
        repositories_reviewed: reviewed.map(nameOf).sort(),
      })),
    }
  },
)
