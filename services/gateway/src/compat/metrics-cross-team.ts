import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import {
  githubMetricsBodies,
  githubMetricsCrossTeam,
  githubMetricsCrossTeamTotals,
} from '@octometer/read-store'
import { z } from 'zod'
import { maintainersOf, teamsIn } from '../people/repository-teams.ts'
import { withNames } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { offsetOf, pagination, paginationOf } from './metrics-pages.ts'
import {
  excludeUsers,
  isoTime,
  many,
  paging,
  peopleAsked,
  repositories,
  TAG,
  times,
  users,
  wrongParameters,
} from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'
import { teamTable } from './metrics-teams.ts'

const route = defineRoute({
  operationId: 'seed003ListCrossTeamReviews',
  method: 'get',
  path: '/api/metrics/cross-team-reviews',
  role: 'viewer',
  tag: TAG,
  summary: 'Reviews by members of another team',
  description:
    'A pull request’s team is its first label `sig-…` by the alphabet, of those that it has now; a reviewer’s is that of OCTO_TEAMS_FILE, and one who is in none is not counted. `review_type`: `approved` for `/approve` in its text, `lgtm` for `/lgtm` or an approving review, else its state; the text is looked at while its payload is kept.',
  pathParameters: noParameters,
  query: z.object({
    ...times,
    repositories,
    users,
    exclude_users: excludeUsers,
    reviewer_team: many('Teams of reviewers.'),
    pr_team: many('Labels `sig-…` of pull requests.'),
    ...paging(25),
  }),
  status: 200,
  answer: z.strictObject({
    data: z.array(
      z.strictObject({
        pr_number: z.int(),
        repository: z.string(),
        reviewer: z.string(),
        reviewer_team: z.string(),
        pr_sig_label: z.string(),
        review_type: z.string(),
        created_at: z.iso.datetime(),
      }),
    ),
    summary: z.strictObject({
      total_cross_team_reviews: z.int(),
      by_reviewer_team: z.record(z.string(), z.int()),
      by_pr_team: z.record(z.string(), z.int()),
    }),
    pagination,
  }),
  problems: [422],
})

const crossTeam = compatEndpoint(
  route,
  'pull-requests',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof route>> => {
    const { store } = gateway
    const wanted = {
      ...(await rangeAsked(gateway, { query, principal })),
      ...(await teamTable(gateway)),
      ...peopleAsked(query),
      reviewer_teams: query.reviewer_team ?? null,
      pull_teams: query.pr_team ?? null,
    }
    // Nobody is in a team: nothing crosses any.
    const none = wanted.members.length === 0
    const [totals, rows] = await Promise.all([
      none ? [] : store.query(githubMetricsCrossTeamTotals, wanted),
      none
        ? []
        : store.query(githubMetricsCrossTeam, { ...wanted, limit: query.page_size, offset: offsetOf(query) }),
    ])
    const received = rows.map((row) => new Date(row.received))
    const bodies =
      rows.length === 0
        ? []
        : await store.query(githubMetricsBodies, { event: 'pull_request_review', times: received })
    const bodyOf = new Map(bodies.map(({ id, body }) => [id, body]))
    const total = totals.reduce((sum, { reviews }) => sum + reviews, 0)
    return {
      data: (await withNames(gateway, rows)).map((row) => ({
        pr_number: row.number,
        repository: row.repository,
        reviewer: row.reviewer,
        reviewer_team: row.reviewer_team,
        pr_sig_label: row.pull_team,
        review_type: reviewType(bodyOf.get(row.review_id) ?? '', row.state),
        created_at: isoTime(row.at),
      })),
      summary: {
        total_cross_team_reviews: total,
        by_reviewer_team: countBy(totals, ({ reviewer_team }) => reviewer_team),
        by_pr_team: countBy(totals, ({ pull_team }) => pull_team),
      },
      pagination: paginationOf(total, query, true),
    }
  },
  { wrongParameter: wrongParameters },
)

export function reviewType(body: string, state: string): string {
  if (body.includes('/approve')) return 'approved'
  return body.includes('/lgtm') || state === 'approved' ? 'lgtm' : state
}

interface Total {
  readonly reviewer_team: string
  readonly pull_team: string
  readonly reviews: number
}

function countBy(totals: readonly Total[], teamOf: (total: Total) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const total of totals) counts[teamOf(total)] = (counts[teamOf(total)] ?? 0) + total.reviews
  return counts
}

const maintainers = compatEndpoint(
  defineRoute({
    operationId: 'seed003GetMaintainers',
    method: 'get',
    path: '/api/metrics/maintainers',
    role: 'viewer',
    tag: TAG,
    summary: 'Maintainers by repository',
    description: 'As OCTO_TEAMS_FILE says; empty without one.',
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      maintainers: z.record(z.string(), z.array(z.string())),
      all_maintainers: z.array(z.string()),
    }),
    problems: [],
  }),
  'people',
  async (gateway, { principal }) => {
    const { ids } = await resolveScope(gateway, principal, undefined)
    const visible = await teamsIn(gateway, ids)
    return {
      maintainers: Object.fromEntries(
        visible.map(({ repository, maintainers: logins }) => [repository, [...logins]] as [string, string[]]),
      ),
      all_maintainers: maintainersOf(visible),
    }
  },
)

export const crossTeamEndpoints = [crossTeam, maintainers]
