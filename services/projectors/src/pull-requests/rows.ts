import {
  type Delivery,
  type GithubUser,
  issueCommentSchema,
  type PullRequestCore,
  type PullRequestPayload,
  pullRequestReviewSchema,
  pullRequestSchema,
  pushSchema,
  reviewCommentSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { PullRequestReviewRow, PullRequestTimelineRow } from '@octometer/read-store'
import {
  actionTimes,
  lifeRow,
  openingRow,
  pullMoments,
  pushMoment,
  responseTimes,
  reviewTimes,
  sizeMark,
} from './life-rows.ts'
import { REDUCED_RANK, rankOf, type Sighting, stateOf, stateRow } from './observation.ts'

export type RowReader = (delivery: Delivery, repositoryId: number) => RowsByTable | null

/** By event name: the rows that a payload gives; null where its action tells nothing. Throws the schema's error. */
export const rowReaders: Readonly<Record<string, RowReader>> = {
  pull_request: pullRequestRows,
  pull_request_review: reviewRows,
  pull_request_review_comment: reviewCommentRows,
  issue_comment: issueCommentRows,
  push: pushRows,
}

function pullRequestRows({ payload, guid, sender, receivedAt }: Delivery, repositoryId: number): RowsByTable {
  const event = pullRequestSchema.parse(payload)
  const pull = event.pull_request
  const seen: Sighting = { repositoryId, guid, rank: rankOf(event.action) }
  const { action, at } = timelineMoment(event)
  return {
    pull_requests: [stateRow(seen, pull, pull)],
    pull_request_timeline: [
      moment({
        repositoryId,
        number: pull.number,
        at,
        action,
        subject: timelineSubject(event),
        actor: sender,
        receivedAt,
        shown: { ...shownBy(pull), commits: pull.commits ?? null, head_sha: pull.head.sha },
      }),
    ],
    pull_request_lives: [
      {
        ...lifeRow({ ...seen, defaultBranch: event.repository?.default_branch }, pull, actionTimes(event)),
        size_mark: sizeMark(event, seen.rank),
      },
    ],
    branch_moments: pullMoments(repositoryId, pull),
  }
}

function timelineMoment({ action, pull_request }: PullRequestPayload): { action: string; at: Date } {
  const { created_at, closed_at, merged_at, updated_at } = pull_request
  if (action === 'opened') return { action, at: created_at }
  if (action === 'closed')
    return { action: merged_at === null ? 'closed' : 'merged', at: merged_at ?? closed_at ?? updated_at }
  return { action, at: updated_at }
}

function timelineSubject(event: PullRequestPayload): string {
  switch (event.action) {
    case 'labeled':
    case 'unlabeled':
      return event.label?.name ?? ''
    case 'review_requested':
    case 'review_request_removed':
      return event.requested_reviewer?.login ?? event.requested_team?.slug ?? ''
    case 'assigned':
    case 'unassigned':
      return event.assignee?.login ?? ''
    default:
      return ''
  }
}

/** Between observations of one review: a dismissal outranks an edit, that outranks the submission. */
const REVIEW_RANK: Readonly<Record<string, number>> = { submitted: 1, edited: 2, dismissed: 3 }

function reviewRows(
  { payload, guid, sender, receivedAt }: Delivery,
  repositoryId: number,
): RowsByTable | null {
  const { action, review, pull_request, repository } = pullRequestReviewSchema.parse(payload)
  const rank = REVIEW_RANK[action]
  if (rank === undefined || review.submitted_at === null) return null
  const observedAt = action === 'submitted' ? review.submitted_at : pull_request.updated_at
  const state = action === 'dismissed' ? 'dismissed' : review.state.toLowerCase()
  const seen: Sighting = { repositoryId, guid, rank: REDUCED_RANK }
  const row: PullRequestReviewRow = {
    repository_id: repositoryId,
    number: pull_request.number,
    review_id: review.id,
    submitted_at: review.submitted_at,
    reviewer: review.user?.login ?? null,
    reviewer_type: review.user?.type ?? '',
    state: { observed_at: observedAt, rank, guid, state },
  }
  const name = action === 'submitted' ? `review_${state}` : `review_${action}`
  const subject = `${review.id}`
  const said = { by: review.user, author: pull_request.user, at: review.submitted_at }
  return {
    pull_requests: [stateRow(seen, pull_request, null)],
    pull_request_reviews: [row],
    pull_request_timeline: [
      moment({
        repositoryId,
        number: pull_request.number,
        at: observedAt,
        action: name,
        subject,
        actor: sender,
        receivedAt,
        shown: shownBy(pull_request),
      }),
    ],
    pull_request_lives: [
      lifeRow(
        { ...seen, defaultBranch: repository?.default_branch },
        pull_request,
        reviewTimes(said, review.state.toLowerCase(), pull_request.merged_at),
      ),
    ],
  }
}

function reviewCommentRows({ payload, guid, receivedAt }: Delivery, repositoryId: number): RowsByTable {
  const event = reviewCommentSchema.parse(payload)
  const seen: Sighting = { repositoryId, guid, rank: REDUCED_RANK }
  const { pull_request: pull, comment, repository } = event
  const said = { by: comment.user, author: pull.user, at: comment.created_at }
  return {
    pull_requests: [stateRow(seen, pull, null)],
    pull_request_timeline: [
      commentMoment(event, {
        repositoryId,
        number: pull.number,
        kind: 'review_comment',
        receivedAt,
        shown: shownBy(pull),
      }),
    ],
    pull_request_lives: [
      lifeRow({ ...seen, defaultBranch: repository?.default_branch }, pull, responseTimes(said)),
    ],
  }
}

function issueCommentRows({ payload, receivedAt }: Delivery, repositoryId: number): RowsByTable | null {
  const event = issueCommentSchema.parse(payload)
  const { number, state, created_at, user, pull_request } = event.issue
  if (pull_request == null) return null
  const merged = pull_request.merged_at != null
  const shown = {
    ...unshown,
    author: user?.login ?? null,
    state: merged ? 'merged' : (state ?? ''),
  }
  const said = { by: event.comment.user, author: user, at: event.comment.created_at }
  return {
    pull_request_timeline: [
      commentMoment(event, { repositoryId, number, kind: 'comment', receivedAt, shown }),
    ],
    ...(created_at && {
      pull_request_lives: [openingRow(repositoryId, { number, created_at, user }, responseTimes(said))],
    }),
  }
}

function pushRows({ payload }: Delivery, repositoryId: number): RowsByTable | null {
  const moment = pushMoment(repositoryId, pushSchema.parse(payload))
  return moment && { branch_moments: [moment] }
}

interface CommentEvent {
  readonly action: string
  readonly comment: {
    readonly id: number
    readonly user: GithubUser
    readonly created_at: Date
    readonly updated_at: Date
  }
}

/** A new comment is on the timeline as its kind; what happened to it later as `comment_edited`, `comment_deleted`. */
function commentMoment(
  { action, comment }: CommentEvent,
  { kind, ...place }: Pick<Moment, 'repositoryId' | 'number' | 'receivedAt' | 'shown'> & { kind: string },
): PullRequestTimelineRow {
  const isNew = action === 'created'
  return moment({
    ...place,
    at: isNew ? comment.created_at : comment.updated_at,
    action: isNew ? kind : `${kind}_${action}`,
    subject: `${comment.id}`,
    actor: comment.user?.login ?? null,
  })
}

interface Moment {
  readonly repositoryId: number
  readonly number: number
  readonly at: Date
  readonly action: string
  readonly subject: string
  readonly actor: string | null
  readonly receivedAt: Date
  readonly shown: Shown
}

/** What the payload shows of the pull request itself. */
type Shown = Pick<PullRequestTimelineRow, 'author' | 'state' | 'commits' | 'head_sha'>

const unshown: Shown = { author: null, state: '', commits: null, head_sha: '' }

function shownBy(core: PullRequestCore): Shown {
  return { ...unshown, author: core.user?.login ?? null, state: stateOf(core) }
}

function moment({ repositoryId, receivedAt, shown, ...rest }: Moment): PullRequestTimelineRow {
  return { repository_id: repositoryId, ...rest, ...shown, received_at: receivedAt, time_source: 'payload' }
}
