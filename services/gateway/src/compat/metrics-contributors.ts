import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import { githubMetricsCreators, githubMetricsLabelled, githubMetricsReviewers } from '@octometer/read-store'
import { z } from 'zod'
import { compatEndpoint } from './compat-endpoint.ts'
import { hundredths } from './metrics-formulas.ts'
import { pageOf, pagination, paginationOf } from './metrics-pages.ts'
import {
  choosePeople,
  excludeUsers,
  paging,
  rangeOf,
  repositories,
  TAG,
  timeRange,
  times,
  users,
  wrongParameters,
} from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'
import { teamTable } from './metrics-teams.ts'

const section = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ data: z.array(z.strictObject({ user: z.string(), ...shape })), pagination })

const route = defineRoute({
  operationId: 'seed003ListContributors',
  method: 'get',
  path: '/api/metrics/contributors',
  role: 'viewer',
  tag: TAG,
  summary: 'Who opened, reviewed and approved pull requests',
  description:
    'Approvals are labels `approved-<login>`, not review states; `lgtm-<login>` beside them. One page parameter drives all four; each total counts people.',
  pathParameters: noParameters,
  query: z.object({ ...times, users, exclude_users: excludeUsers, repositories, ...paging(10) }),
  status: 200,
  answer: z.strictObject({
    time_range: timeRange,
    pr_creators: section({
      total_prs: z.int(),
      merged_prs: z.int(),
      closed_prs: z.int(),
      avg_commits_per_pr: z.number().nullable(),
    }),
    pr_reviewers: section({
      total_reviews: z.int(),
      prs_reviewed: z.int(),
      avg_reviews_per_pr: z.number(),
      cross_team_reviews: z.int(),
    }),
    pr_approvers: section({ total_approvals: z.int(), prs_approved: z.int() }),
    pr_lgtm: section({ total_lgtm: z.int(), prs_lgtm: z.int() }),
  }),
  problems: [422],
})

export const contributorsEndpoint = compatEndpoint(
  route,
  'pull-requests',
  async (gateway, { query, principal }): Promise<AnswerOf<typeof route>> => {
    const { store } = gateway
    const range = await rangeAsked(gateway, { query, principal })
    const [creators, reviewers, approvers, lgtm] = await Promise.all([
      store.query(githubMetricsCreators, range),
      store.query(githubMetricsReviewers, { ...range, ...(await teamTable(gateway)) }),
      store.query(githubMetricsLabelled, { ...range, label: 'approved' }),
      store.query(githubMetricsLabelled, { ...range, label: 'lgtm' }),
    ])
    const sectionOf = <T extends { readonly user: string }, D>(rows: readonly T[], entry: (row: T) => D) => {
      const chosen = choosePeople(rows, ({ user }) => user, query)
      return { data: pageOf(chosen, query).map(entry), pagination: paginationOf(chosen.length, query) }
    }
    return {
      time_range: rangeOf(range),
      pr_creators: sectionOf(creators, (row) => row),
      pr_reviewers: sectionOf(reviewers, (row) => ({
        ...row,
        avg_reviews_per_pr: hundredths(row.total_reviews / row.prs_reviewed),
      })),
      pr_approvers: sectionOf(approvers, ({ user, labels, prs }) => ({
        user,
        total_approvals: labels,
        prs_approved: prs,
      })),
      pr_lgtm: sectionOf(lgtm, ({ user, labels, prs }) => ({ user, total_lgtm: labels, prs_lgtm: prs })),
    }
  },
  { wrongParameter: wrongParameters },
)
