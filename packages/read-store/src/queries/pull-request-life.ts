import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { rowTime, second, toSecond } from './conditions.ts'

const pullRequest = { repository_id: z.int(), number: z.int() }
const ITS = 'repository_id = {repository_id:UInt64} AND number = {number:UInt64}'

const reviewRow = z.object({
  review_id: z.number(),
  submitted_at: rowTime,
  reviewer: z.string().nullable(),
  reviewer_type: z.string(),
  state: z.string(),
})

export type PullRequestReviewNow = z.output<typeof reviewRow>

/** A pull request's reviews as they are now, oldest first. */
export const pullRequestReviews = defineQuery({
  name: 'pull_requests.reviews',
  parameters: z.object(pullRequest),
  row: reviewRow,
  render: (values) => ({
    sql: `
      SELECT review_id, min(r.submitted_at) AS submitted_at, max(r.reviewer) AS reviewer,
        max(r.reviewer_type) AS reviewer_type, max(r.state).state AS state
      FROM pull_request_reviews AS r WHERE ${ITS} GROUP BY review_id ORDER BY submitted_at, review_id`,
    values,
  }),
})

const momentRow = z.object({
  at: rowTime,
  order: z.number(),
  action: z.string(),
  subject: z.string(),
  actor: z.string().nullable(),
  time_source: z.string(),
})

/** Of one second: the opening comes first, the end last. */
const ORDER = "multiIf(action = 'opened', 0, action IN ('closed', 'merged'), 2, 1)"

/** What happened to a pull request, oldest first, after a place in that order. */
export const pullRequestMoments = defineQuery({
  name: 'pull_requests.moments',
  parameters: z.object({
    ...pullRequest,
    after: z.object({ at: z.date(), order: z.int(), action: z.string(), subject: z.string() }).nullable(),
    limit: z.int(),
  }),
  row: momentRow,
  render: ({ after, ...values }) => ({
    sql: `
      SELECT at, ${ORDER} AS order, action, subject, max(t.actor) AS actor, max(t.time_source) AS time_source
      FROM pull_request_timeline AS t WHERE ${ITS} ${
        after === null
          ? ''
          : `AND at >= ${second('after_at')}
             AND (at, ${ORDER}, action, subject) > (${second('after_at')}, {after_order:UInt8}, {after_action:String}, {after_subject:String})`
      }
      GROUP BY at, action, subject ORDER BY at, order, action, subject LIMIT {limit:UInt32}`,
    values: {
      ...values,
      ...(after && {
        after_at: toSecond(after.at),
        after_order: after.order,
        after_action: after.action,
        after_subject: after.subject,
      }),
    },
  }),
})

const milestoneRow = z.object({
  at: rowTime,
  action: z.string(),
  subject: z.string(),
  actor: z.string().nullable(),
})

export type PullRequestMilestoneRow = z.output<typeof milestoneRow>

/** The moments of a pull request's life from which its durations follow, oldest first. */
export const pullRequestMilestones = defineQuery({
  name: 'pull_requests.milestones',
  parameters: z.object(pullRequest),
  row: milestoneRow,
  render: (values) => ({
    sql: `
      SELECT at, action, subject, max(t.actor) AS actor FROM pull_request_timeline AS t
      WHERE ${ITS} AND (action IN ('ready_for_review', 'converted_to_draft', 'review_approved')
        OR action = 'labeled' AND match(subject, '^(?i)(approved|lgtm)-'))
      GROUP BY at, action, subject ORDER BY at, action, subject`,
    values,
  }),
})
