import { z } from 'zod'
import { freshness, page } from './answers.ts'
import { cursor, limit, repository, since, texts, time, until, wholeNumber, words } from './parameters.ts'
import { peopleLeftOut } from './people.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

const reviewThreadStates = ['resolved', 'unresolved'] as const

const seconds = z.number().nullable()

export const reviewThread = z
  .object({
    id: z.int().describe('Id of its first comment.'),
    repository: z.string().describe('Its name now.'),
    repository_id: z.int(),
    number: z.int().describe('Number of the pull request.'),
    path: z.string().nullable().describe('The file that it is about.'),
    author: z.string().nullable().describe('Who opened it.'),
    author_type: z.string().nullable().describe('`User` or `Bot`, as GitHub says.'),
    state: z.enum(reviewThreadStates),
    opened_at: time,
    comments: z.int().describe('Without deleted ones.'),
    participants: z.array(z.string()),
    first_reply_at: time.nullable().describe('The first reply, whoever gave it.'),
    first_response_at: time
      .nullable()
      .describe('The first reply by another person than who opened it; bots do not count.'),
    time_to_first_response_seconds: seconds,
    resolved_at: time.nullable().describe('When it was resolved last; null while it is open.'),
    resolved_by: z.string().nullable(),
    time_to_resolve_seconds: seconds.describe('From its opening to its last resolution.'),
    resolution_time_source: z
      .enum(['payload', 'receipt'])
      .nullable()
      .describe('`receipt`: GitHub did not tell the time, so that of the receipt stands in its place.'),
    reopened: z.int().describe('How often it was opened again.'),
  })
  .meta({ id: 'ReviewThread' })

const distribution = z
  .object({ p50: seconds, p75: seconds, p90: seconds, mean: seconds })
  .describe('Seconds; null when there are none.')

export const reviewThreadMetrics = z
  .object({
    threads: z.int(),
    resolved: z.int(),
    resolution_rate: z.number().nullable().describe('0 to 1; null when there are no threads.'),
    reopened: z.int().describe('Threads that were opened again at least once.'),
    mean_comments: z.number().nullable(),
    time_to_resolve_seconds: distribution,
    time_to_first_response_seconds: distribution,
    unresolved_older: z
      .object({ days: z.int(), threads: z.int() })
      .describe('Threads that are unresolved and were opened more than so many days ago.'),
  })
  .meta({ id: 'ReviewThreadMetrics' })

export const listReviewThreads = defineRoute({
  operationId: 'listReviewThreads',
  method: 'get',
  path: '/api/v1/comment-threads',
  role: 'viewer',
  tag: 'Pull requests',
  summary: 'Threads of comments on code',
  description:
    'The last opened first, with the metrics of all threads that the filters let through. A thread whose comments are all deleted is none.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    author: texts('Logins of who opened the thread, in any case.'),
    ...peopleLeftOut,
    state: words(reviewThreadStates, 'Resolved now, or not.'),
    since: since.describe('Opened from this time on, inclusive.'),
    until: until.describe('Opened up to this time, exclusive.'),
    older_than_days: wholeNumber(0, 3650)
      .default(7)
      .describe('After how many days an unresolved thread is old.'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: z.object({
    data: z.array(reviewThread),
    metrics: reviewThreadMetrics,
    page,
    ...proven,
    freshness,
  }),
  problems: [],
})
