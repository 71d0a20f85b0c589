import { z } from 'zod'
import { freshness, listOf, page } from './answers.ts'
import {
  cursor,
  limit,
  numbered,
  repository,
  since,
  sortedBy,
  texts,
  time,
  until,
  words,
} from './parameters.ts'
import { peopleLeftOut } from './people.ts'
import { defineRoute, noParameters } from './route.ts'

export const pullRequestStates = ['open', 'closed', 'merged'] as const
export type PullRequestState = (typeof pullRequestStates)[number]

export const pullRequestOrders = {
  updated_at: 'value',
  created_at: 'value',
  closed_at: 'value',
  merged_at: 'value',
  title: 'text',
  author: 'text',
  state: 'text',
  lines: 'value',
  changed_files: 'value',
  commits: 'value',
} as const

/** By changed lines: under 10, 30, 100, 500, 1000, and more. */
const pullRequestSizes = ['XS', 'S', 'M', 'L', 'XL', 'XXL'] as const
export type PullRequestSize = (typeof pullRequestSizes)[number]

const fields = {
  repository: z.string().describe('Its name now.'),
  repository_id: z.int(),
  number: z.int(),
  title: z.string(),
  state: z.enum(pullRequestStates).describe('`closed` is closed without merge.'),
  draft: z.boolean().nullable(),
  author: z.string().nullable(),
  author_type: z.string().nullable().describe('`User` or `Bot`, as GitHub says.'),
  labels: z.array(z.string()),
  head_ref: z.string(),
  head_sha: z.string(),
  base_ref: z.string(),
  created_at: time,
  updated_at: time,
  closed_at: time.nullable(),
  merged_at: time.nullable(),
  merged_by: z.string().nullable(),
  mergeable: z.boolean().nullable(),
  additions: z.int().nullable(),
  deletions: z.int().nullable(),
  changed_files: z.int().nullable(),
  commits: z.int().nullable(),
  size: z
    .enum(pullRequestSizes)
    .nullable()
    .describe(
      'By changed lines: XS < 10, S < 30, M < 100, L < 500, XL < 1000, XXL; null while they are unknown.',
    ),
}

export const pullRequestEntry = z.object(fields).meta({ id: 'PullRequest' })

const duration = z.int().nullable().describe('Seconds; null while it has not happened.')

export const pullRequestLifecycle = z
  .object({
    definition: z.literal('octometer'),
    started_at: time
      .nullable()
      .describe(
        'When it was opened, or first became ready for review if it was opened as a draft; null while it is one.',
      ),
    first_review_at: time.nullable().describe('The first review by a person who is not the author.'),
    first_approval_at: time
      .nullable()
      .describe('The first approving review by a person who is not the author.'),
    first_approval_label_at: time
      .nullable()
      .describe('The first label `approved-…` or `lgtm-…`, counted beside.'),
    time_to_first_review_seconds: duration,
    time_to_approval_seconds: duration,
    time_to_merge_seconds: duration,
    approval_to_merge_seconds: duration,
    time_open_seconds: duration.describe(
      'Seconds from opening to closing or merging; null while it is open.',
    ),
  })
  .meta({ id: 'PullRequestLifecycle' })

const pullRequestReview = z
  .object({
    id: z.int(),
    reviewer: z.string().nullable(),
    reviewer_type: z.string().nullable(),
    state: z.string().describe('`approved`, `changes_requested`, `commented` or `dismissed`.'),
    submitted_at: time,
  })
  .meta({ id: 'PullRequestReview' })

export const pullRequestDetail = z
  .object({
    ...fields,
    lifecycle: pullRequestLifecycle,
    reviews: z.array(pullRequestReview),
    freshness,
  })
  .meta({ id: 'PullRequestDetail' })

const pullRequestMoment = z
  .object({
    at: time,
    action: z.string(),
    subject: z.string().nullable().describe('Label, reviewer, comment or review id, head SHA.'),
    actor: z.string().nullable(),
    time_source: z.string().describe('`payload`, or `receipt` where the payload has no time.'),
  })
  .meta({ id: 'PullRequestMoment' })

const pullRequestStory = z
  .object({
    repository: z.string(),
    number: z.int(),
    title: z.string(),
    state: z.enum(pullRequestStates),
    data: z.array(pullRequestMoment),
    page,
    freshness,
  })
  .meta({ id: 'PullRequestStory' })

export const listPullRequests = defineRoute({
  operationId: 'listPullRequests',
  method: 'get',
  path: '/api/v1/pull-requests',
  role: 'viewer',
  tag: 'Pull requests',
  summary: 'Pull requests as they are now',
  description:
    'The last updated first, or in the order that `sort` names; `lines` are the added and the deleted ones together. `since` and `until` are about the last update.',
  pathParameters: noParameters,
  query: z.object({
    state: words(pullRequestStates, 'Open, closed without merge, or merged.'),
    repository,
    author: texts('Logins, in any case.'),
    ...peopleLeftOut,
    label: texts('Labels, in any case: one of them is enough.'),
    since,
    until,
    ...sortedBy(pullRequestOrders, 'updated_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(pullRequestEntry),
  problems: [],
})

export const getPullRequest = defineRoute({
  operationId: 'getPullRequest',
  method: 'get',
  path: '/api/v1/pull-requests/{owner}/{repo}/{number}',
  role: 'viewer',
  tag: 'Pull requests',
  summary: 'One pull request',
  description:
    'Its state, its reviews, and how long each part of its life took by the definition `octometer`.',
  pathParameters: numbered,
  query: noParameters,
  status: 200,
  answer: pullRequestDetail,
  problems: [404],
})

export const getPullRequestStory = defineRoute({
  operationId: 'getPullRequestStory',
  method: 'get',
  path: '/api/v1/pull-requests/{owner}/{repo}/{number}/story',
  role: 'viewer',
  tag: 'Pull requests',
  summary: 'What happened to a pull request',
  description: 'Its timeline, oldest first.',
  pathParameters: numbered,
  query: z.object({ limit, cursor }),
  status: 200,
  answer: pullRequestStory,
  problems: [404],
})
