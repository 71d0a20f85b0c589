import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, repository, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

export const accountKinds = ['person', 'bot', 'ai_agent'] as const
export type AccountKind = (typeof accountKinds)[number]

export const accountKind = z
  .enum(accountKinds)
  .describe(
    '`ai_agent`: a coding agent that is known by its name. `bot`: another account of the type Bot, whose name ends in `[bot]`, or that OCTO_BOTS names.',
  )

const login = z.string()

export const contributor = z
  .object({
    login,
    kind: accountKind,
    repository: z.string().optional().describe('There when grouped by it.'),
    repository_id: z.int().optional(),
    day: z.string().optional().describe('Date in the server’s time zone; there when grouped by it.'),
    first_seen: time.describe('Of all time.'),
    last_seen: time.describe('Of all time.'),
    contributions: z.int().describe('The sum of what follows.'),
    pulls_opened: z.int(),
    pulls_merged: z.int().describe('Of the pull requests that they wrote, whoever merged them.'),
    reviews: z.int().describe('Of pull requests of others.'),
    approvals: z.int().describe('Reviews that approved, dismissed later or not.'),
    approval_labels: z.int().describe('Labels `approved-<login>`.'),
    lgtm_labels: z.int().describe('Labels `lgtm-<login>`.'),
    comments: z.int().describe('On issues, pull requests and code.'),
    commits: z
      .int()
      .describe('Pushed to a branch, by the account that GitHub knows for the author’s address.'),
    issues_opened: z.int(),
  })
  .meta({ id: 'Contributor' })

const range = {
  since: since.describe('From the day that holds this time on; days are those of the server’s time zone.'),
  until: until.describe('Up to the end of the day that holds the last moment before this time.'),
}

/** Who is left out of an answer. */
export const peopleLeftOut = {
  exclude_user: texts('Logins that are left out, in any case.'),
  exclude_maintainers: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .describe(
      'With `true`, who maintains any repository of the answer, by OCTO_TEAMS_FILE, is left out too.',
    ),
}

const people = {
  repository,
  user: texts('Logins, in any case.'),
  ...peopleLeftOut,
  kind: words(accountKinds, 'People, bots or coding agents.'),
}

export const contributorOrders = {
  login: 'text',
  contributions: 'value',
  pulls_opened: 'value',
  pulls_merged: 'value',
  reviews: 'value',
  approvals: 'value',
  approval_labels: 'value',
  lgtm_labels: 'value',
  comments: 'value',
  commits: 'value',
  issues_opened: 'value',
} as const

export const listContributors = defineRoute({
  operationId: 'listContributors',
  method: 'get',
  path: '/api/v1/contributors',
  role: 'viewer',
  tag: 'People',
  summary: 'Who contributes what',
  description: 'The most contributions first unless `sort` says otherwise. Counts are by whole days.',
  pathParameters: noParameters,
  query: z.object({
    ...people,
    group_by: words(['repository', 'day'], 'Counts apart by repository or day.'),
    ...range,
    ...sortedBy(contributorOrders, 'contributions'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(contributor).extend(proven),
  problems: [],
})

const reviewer = z
  .object({
    login,
    kind: accountKind,
    reviews: z.int(),
    approvals: z.int(),
    pulls_opened: z.int(),
    share: z.number().nullable().describe('Of all reviews in the answer, 0 to 1; null without reviews.'),
  })
  .meta({ id: 'Reviewer' })

export const reviewLoad = z
  .object({
    reviews: z.int(),
    reviewers: z.int().describe('People with at least one review.'),
    gini: z
      .number()
      .nullable()
      .describe(
        'How unevenly reviews are spread over all who are listed, those without a review too: 0 is alike, (n − 1) / n is one has all; null without reviews.',
      ),
    data: z.array(reviewer),
    ...proven,
    freshness,
  })
  .meta({ id: 'ReviewLoad' })

export const getReviewLoad = defineRoute({
  operationId: 'getReviewLoad',
  method: 'get',
  path: '/api/v1/reviews/load',
  role: 'viewer',
  tag: 'People',
  summary: 'Who carries the reviews',
  description:
    'Everybody who reviewed or opened a pull request, the most reviews first; people alone unless `kind` says otherwise. Counts are by whole days.',
  pathParameters: noParameters,
  query: z.object({ ...people, ...range, ...proofParameters }),
  status: 200,
  answer: reviewLoad,
  entries: 'data',
  problems: [],
})

const teams = z
  .object({
    repository: z.string().describe('As the file spells it.'),
    maintainers: z.array(login),
    teams: z.array(z.object({ name: z.string(), members: z.array(login) })),
  })
  .meta({ id: 'RepositoryTeams' })

export const listTeams = defineRoute({
  operationId: 'listTeams',
  method: 'get',
  path: '/api/v1/teams',
  role: 'viewer',
  tag: 'People',
  summary: 'Maintainers and teams',
  description: 'Of each repository, from OCTO_TEAMS_FILE; nobody without it.',
  pathParameters: noParameters,
  query: z.object({ repository }),
  status: 200,
  answer: z.object({
    data: z.array(teams),
    all_maintainers: z.array(login).describe('Each once, in any repository of the answer.'),
    freshness,
  }),
  entries: 'data',
  problems: [],
})
