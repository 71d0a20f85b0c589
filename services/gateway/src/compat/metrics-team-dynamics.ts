import { type AnswerOf, defineRoute, noParameters } from '@octometer/gateway-api'
import {
  githubMetricsApprovals,
  githubMetricsPending,
  githubMetricsResponses,
  githubMetricsWorkload,
} from '@octometer/read-store'
import { z } from 'zod'
import { bySpeed, workloadOf } from '../people/team-formulas.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { bottlenecksOf, extremesOf, meanOfTenths } from './metrics-formulas.ts'
import { pageOf, paginationOf } from './metrics-pages.ts'
import {
  excludeUsers,
  minReviews,
  paging,
  peopleAsked,
  repositories,
  TAG,
  tenths,
  times,
  users,
  wrongParameters,
} from './metrics-parameters.ts'
import { rangeAsked } from './metrics-range.ts'

const hours = z.number().nullable()
const user = z.string()
const shortPagination = z.strictObject({
  page: z.int(),
  page_size: z.int(),
  total: z.int(),
  total_pages: z.int(),
})
const extreme = z
  .strictObject({
    user,
    avg_hours: z.number(),
    total_reviews: z.int(),
    low_sample_size: z.literal(true).optional(),
  })
  .nullable()

const answer = z.strictObject({
  workload: z.strictObject({
    summary: z.strictObject({
      total_contributors: z.int(),
      avg_prs_per_contributor: z.number().nullable(),
      top_contributor: z.strictObject({ user, total_prs: z.int() }).nullable(),
      workload_gini: z.number().nullable(),
    }),
    by_contributor: z.array(
      z.strictObject({ user, prs_created: z.int(), prs_reviewed: z.int(), prs_approved: z.int() }),
    ),
    pagination: shortPagination,
  }),
  review_efficiency: z.strictObject({
    summary: z.strictObject({
      avg_review_time_hours: hours,
      median_review_time_hours: hours,
      fastest_reviewer: extreme,
      slowest_reviewer: extreme,
      min_reviews_threshold: z.int(),
    }),
    by_reviewer: z.array(
      z.strictObject({
        user,
        avg_review_time_hours: hours,
        median_review_time_hours: hours,
        total_reviews: z.int(),
      }),
    ),
    pagination: shortPagination,
  }),
  bottlenecks: z.strictObject({
    alerts: z.array(
      z.strictObject({
        approver: user,
        avg_approval_hours: z.number(),
        team_pending_count: z.int(),
        severity: z.enum(['critical', 'warning']),
      }),
    ),
    by_approver: z.array(
      z.strictObject({ approver: user, avg_approval_hours: z.number(), total_approvals: z.int() }),
    ),
    pagination: shortPagination,
  }),
})

const route = defineRoute({
  operationId: 'seed003GetTeamDynamics',
  method: 'get',
  path: '/api/metrics/team-dynamics',
  role: 'viewer',
  tag: TAG,
  summary: 'Workload, review times and bottlenecks',
  description:
    'Hours since the opening, rounded to a tenth, of pull requests whose opening was received in the range. The mean of all is the mean of the reviewers’ means. Approvals are labels `approved-<login>`; who takes more than 24 hours on average is a warning, more than 48 critical.',
  pathParameters: noParameters,
  query: z.object({
    ...times,
    repositories,
    users,
    exclude_users: excludeUsers,
    ...paging(25),
    min_reviews: minReviews,
  }),
  status: 200,
  answer,
  problems: [422],
})

type Answer = AnswerOf<typeof route>
type Asked = { readonly page: number; readonly page_size: number; readonly min_reviews: number }

export const teamDynamicsEndpoint = compatEndpoint(
  route,
  'pull-requests',
  async (gateway, { query, principal }): Promise<Answer> => {
    const { store } = gateway
    const wanted = { ...(await rangeAsked(gateway, { query, principal })), ...peopleAsked(query) }
    const [workload, responses, approvals, [pending]] = await Promise.all([
      store.query(githubMetricsWorkload, wanted),
      store.query(githubMetricsResponses, wanted),
      store.query(githubMetricsApprovals, wanted),
      store.query(githubMetricsPending, wanted),
    ])
    return {
      workload: workloadTold(workload, query),
      review_efficiency: efficiencyOf(responses, query),
      bottlenecks: {
        alerts: bottlenecksOf(approvals, pending?.pending ?? 0),
        by_approver: pageOf(approvals, query).map((row) => ({
          approver: row.user,
          avg_approval_hours: row.avg,
          total_approvals: row.approvals,
        })),
        pagination: shortened(approvals.length, query),
      },
    }
  },
  { wrongParameter: wrongParameters },
)

function shortened(count: number, asked: Asked) {
  const { page, page_size, total, total_pages } = paginationOf(count, asked)
  return { page, page_size, total, total_pages }
}

type Contributor = Answer['workload']['by_contributor'][number]

function workloadTold(rows: readonly Contributor[], asked: Asked): Answer['workload'] {
  const { mean, most, gini } = workloadOf(rows.map((row) => ({ ...row, created: row.prs_created })))
  return {
    summary: {
      total_contributors: rows.length,
      avg_prs_per_contributor: mean,
      top_contributor: most && { user: most.user, total_prs: most.created },
      workload_gini: gini,
    },
    by_contributor: pageOf(rows, asked),
    pagination: shortened(rows.length, asked),
  }
}

interface Response {
  readonly of_all: boolean
  readonly user: string
  readonly reviews: number
  readonly avg: number | null
  readonly median: number | null
}

function efficiencyOf(rows: readonly Response[], asked: Asked): Answer['review_efficiency'] {
  const reviewers = rows.flatMap((row) => {
    const avg = tenths(row.avg)
    return row.of_all || avg === null ? [] : [{ ...row, avg }]
  })
  const ordered = reviewers.toSorted(bySpeed)
  return {
    summary: {
      avg_review_time_hours: meanOfTenths(reviewers.map(({ avg }) => avg)),
      median_review_time_hours: tenths(rows.find(({ of_all }) => of_all)?.median ?? null),
      ...extremesOf(reviewers, asked.min_reviews),
      min_reviews_threshold: asked.min_reviews,
    },
    by_reviewer: pageOf(ordered, asked).map((row) => ({
      user: row.user,
      avg_review_time_hours: row.avg,
      median_review_time_hours: tenths(row.median),
      total_reviews: row.reviews,
    })),
    pagination: shortened(reviewers.length, asked),
  }
}
