import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import {
  cursor,
  limit,
  repository,
  since,
  sortedBy,
  texts,
  time,
  until,
  wholeNumber,
  words,
} from './parameters.ts'
import { accountKind, accountKinds, peopleLeftOut } from './people.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

const login = z.string()
const seconds = z.number().nullable()

const asked = {
  repository,
  ...peopleLeftOut,
  kind: words(accountKinds, 'Reviews by people, bots or coding agents; people’s unless given.'),
  since: since.describe('From the day that holds this time on; days are those of the server’s time zone.'),
  until: until.describe('Up to the end of the day that holds the last moment before this time.'),
}

const pair = z
  .object({
    reviewer: login,
    reviewer_kind: accountKind,
    author: login.nullable().describe('Null for an account that GitHub no longer tells.'),
    author_kind: accountKind.nullable(),
    pull_requests: z.int().describe('Of the author, that the reviewer reviewed.'),
    reviews: z.int(),
    approvals: z.int().describe('Reviews that approved, dismissed later or not.'),
    first_reviews: z
      .int()
      .describe('Pull requests whose first review by this reviewer was in the range: the median is theirs.'),
    first_review_median_seconds: seconds.describe(
      'From when the pull request was ready to the reviewer’s first review; 0 for one that was reviewed as a draft.',
    ),
  })
  .meta({ id: 'ReviewPair' })

export const reviewPairOrders = {
  reviewer: 'text',
  author: 'text',
  pull_requests: 'value',
  reviews: 'value',
  approvals: 'value',
  first_reviews: 'value',
  first_review_median: 'value',
} as const

export const listReviewPairs = defineRoute({
  operationId: 'listReviewPairs',
  method: 'get',
  path: '/api/v1/reviews/pairs',
  role: 'viewer',
  tag: 'People',
  summary: 'Who reviews whom',
  description:
    'Reviewers and the authors whose pull requests they reviewed, the most reviews first unless `sort` says otherwise; reviews of people alone unless `kind` says otherwise, of anybody’s pull requests. Who is left out is in no pair. Counts are by whole days.',
  pathParameters: noParameters,
  query: z.object({
    ...asked,
    user: texts('Pairs in which one of these is the reviewer or the author: logins, in any case.'),
    ...sortedBy(reviewPairOrders, 'reviews'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(pair).extend({
    pairs: z.int().describe('On other pages too.'),
    reviews: z.int().describe('Of all pairs.'),
    approvals: z.int().describe('Of all pairs.'),
    ...proven,
  }),
  problems: [],
})

const member = z
  .object({
    login,
    kind: accountKind,
    pulls_opened: z.int(),
    reviews: z.int(),
    approvals: z.int().describe('Reviews that approved.'),
    first_reviews: z.int().describe('Pull requests whose first review by them was in the range.'),
    first_review_mean_seconds: seconds.describe('From when the pull request was ready to that review.'),
    first_review_median_seconds: seconds,
    first_approvals: z
      .int()
      .describe(
        'Pull requests that they approved for the first time in the range, by a review or a label `approved-<login>`.',
      ),
    approval_mean_seconds: seconds.describe('From when the pull request was ready to that approval.'),
    approval_median_seconds: seconds,
    low_sample: z.boolean().describe('Fewer first reviews than `min_reviews`: their times say little.'),
  })
  .meta({ id: 'TeamMember' })

const extreme = z
  .object({
    login,
    mean_seconds: z.number(),
    first_reviews: z.int(),
    low_sample: z.boolean().describe('Nobody has `min_reviews`: of those with the most.'),
  })
  .nullable()

const teamDynamics = z
  .object({
    workload: z.object({
      contributors: z.int().describe('Who opened, reviewed or approved.'),
      pulls_opened: z.int(),
      pulls_per_contributor: z.number().nullable().describe('To a tenth; null without contributors.'),
      most: z.object({ login, pulls_opened: z.int() }).nullable().describe('Who opened the most.'),
      gini: z
        .number()
        .nullable()
        .describe(
          'How unevenly opened pull requests are spread over all contributors: 0 is alike, (n − 1) / n is one has all; null when nobody opened one.',
        ),
    }),
    review_times: z.object({
      first_reviews: z.int(),
      mean_seconds: seconds,
      median_seconds: seconds,
      fastest: extreme,
      slowest: extreme,
      min_reviews: z.int(),
    }),
    bottlenecks: z.object({
      waiting: z
        .int()
        .nullable()
        .describe(
          'Pull requests of the people of the answer that are open now and that nobody has approved, drafts too; null when nothing is known of the repositories.',
        ),
      alerts: z
        .array(
          z.object({
            login,
            first_approvals: z.int(),
            mean_seconds: z.number(),
            severity: z.enum(['critical', 'warning']),
          }),
        )
        .describe(
          'Who takes more than 24 hours on average to approve; critical with more than 48. These come first.',
        ),
    }),
    data: z.array(member).describe('Everybody, the most pull requests first, then the most reviews.'),
    ...proven,
    freshness,
  })
  .meta({ id: 'TeamDynamics' })

export const getTeamMetrics = defineRoute({
  operationId: 'getTeamMetrics',
  method: 'get',
  path: '/api/v1/team-dynamics',
  role: 'viewer',
  tag: 'People',
  summary: 'Workload, review times and bottlenecks',
  description:
    'How work is spread, how long first reviews and approvals take since a pull request was ready, and who is waited for; people alone unless `kind` says otherwise. Counts are by whole days.',
  pathParameters: noParameters,
  query: z.object({
    ...asked,
    user: texts('Logins, in any case.'),
    min_reviews: wholeNumber(1, 1000)
      .default(5)
      .describe('First reviews that a fastest or slowest reviewer has at least.'),
    ...proofParameters,
  }),
  status: 200,
  answer: teamDynamics,
  entries: 'data',
  problems: [],
})

const crossing = z
  .object({
    repository: z.string(),
    repository_id: z.int(),
    number: z.int(),
    author: login.nullable(),
    team: z.string().describe('Of the pull request.'),
    reviewer: login,
    reviewer_team: z.string(),
    reviews: z.int(),
    approvals: z.int(),
    first_reviewed_at: time.describe('Of these reviews the first.'),
  })
  .meta({ id: 'CrossTeamReview' })

export const crossTeamReviewOrders = {
  first_reviewed_at: 'value',
  team: 'text',
  author: 'text',
  reviewer: 'text',
  reviewer_team: 'text',
  reviews: 'value',
  approvals: 'value',
} as const

export const listCrossTeamReviews = defineRoute({
  operationId: 'listCrossTeamReviews',
  method: 'get',
  path: '/api/v1/reviews/cross-team',
  role: 'viewer',
  tag: 'People',
  summary: 'Reviews by members of another team',
  description:
    'By pull request and reviewer, the newest first unless `sort` says otherwise. A reviewer’s team is that of OCTO_TEAMS_FILE. A pull request’s team is its first label `sig-…` by the alphabet, of those that it has now, or without one its author’s team. Where a team is not known, a review is in no number. Counts are by whole days.',
  pathParameters: noParameters,
  query: z.object({
    ...asked,
    user: texts('Logins of reviewers or authors, in any case.'),
    reviewer_team: texts('Teams of reviewers, in any case.'),
    team: texts('Teams of pull requests, in any case.'),
    ...sortedBy(crossTeamReviewOrders, 'first_reviewed_at'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(crossing).extend({
    reviews: z.int().describe('Of which both teams are known.'),
    cross_team_reviews: z.int().describe('Those among them that crossed teams.'),
    teams: z
      .array(
        z.object({
          reviewer_team: z.string(),
          team: z.string(),
          reviews: z.int(),
          pull_requests: z.int(),
        }),
      )
      .describe('By both teams, those within one team too, the most reviews first.'),
    has_teams: z.boolean().describe('False: OCTO_TEAMS_FILE names nobody in these repositories.'),
    ...proven,
  }),
  problems: [],
})
