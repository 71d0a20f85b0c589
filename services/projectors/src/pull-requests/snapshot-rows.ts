import {
  issueCommentSchema,
  type PullRequestCore,
  type PullRequestPayload,
  type PullRequestSnapshot,
  pullRequestReviewSchema,
  pullRequestSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { PullRequestLifeRow, PullRequestReviewRow, PullRequestTimelineRow } from '@octometer/read-store'
import { pullClosings } from '../closings.ts'
import { isStorable } from '../fact-time.ts'
import { type Look, lookOf, rankOfLook } from '../look.ts'
import { lifeRow, openingRow, pullMoments, responseTimes, reviewTimes, sizeMark } from './life-rows.ts'
import { type Sighting, stateOf, stateRow } from './observation.ts'

type Pull = PullRequestPayload['pull_request']

interface Seen {
  readonly snapshot: PullRequestSnapshot
  readonly look: Look
  readonly pull: Pull
  readonly reviews: readonly Review[]
  readonly closings: readonly Date[]
  readonly comments: readonly Comment[]
}

/** What a look at a pull request shows: its state, its reviews, and what happened to it at times that it names. */
export function snapshotRows(snapshot: PullRequestSnapshot): RowsByTable {
  const look = lookOf(snapshot)
  const pull = pullRequestSchema.shape.pull_request.parse(snapshot.pull_request)
  const closings = pullClosings(snapshot).map((closing) => new Date(closing))
  const reviews = (snapshot.reviews ?? []).flatMap((each) => readReview(each))
  const comments = [
    ...readComments('comment', snapshot.comments),
    ...readComments('review_comment', snapshot.review_comments),
  ]
  const seen: Seen = { snapshot, look, pull, reviews, closings: closings.filter(isStorable), comments }
  return {
    pull_requests: [observedRow(seen)],
    pull_request_reviews: reviews.map((review) => reviewRow(seen, review)),
    pull_request_timeline: timelineRows(seen),
    pull_request_lives: lifeRows(seen),
    branch_moments: pullMoments(snapshot.repository_id, pull),
  }
}

function observedRow({ snapshot, look, pull }: Seen) {
  const seen: Sighting = {
    repositoryId: snapshot.repository_id,
    guid: look.guid,
    rank: rankOfLook(pull.updated_at, look),
  }
  const row = stateRow(seen, pull, isDetailed(pull) ? pull : null)
  // GitHub had not tried the merge yet: of the same second, what somebody knew of it counts.
  const unknown = isDetailed(pull) && pull.mergeable == null && pull.state === 'open'
  return unknown ? { ...row, detail: { ...row.detail, rank: 0 } } : row
}

/** Lists leave out what only the whole object has: then it is not known, and what was known stays. */
function isDetailed({ draft, additions, deletions, changed_files, commits }: Pull): boolean {
  return [draft, additions, deletions, changed_files, commits].every(
    (value) => value !== null && value !== undefined,
  )
}

function lifeRows({
  snapshot,
  look,
  pull,
  reviews,
  closings,
  comments,
}: Seen): readonly PullRequestLifeRow[] {
  const { repository_id: repositoryId, default_branch: defaultBranch } = snapshot
  const rank = rankOfLook(pull.updated_at, look)
  const now = lifeRow({ repositoryId, rank, defaultBranch }, pull, {})
  const size = sizeMark({ pull_request: pull }, rank)
  const closed = closings.map((at) => ({
    ...openingRow(repositoryId, pull, {}),
    closed_at: at,
    first_closed_at: at,
  }))
  const reviewed = reviews.map(({ user, state, submitted_at: at }) =>
    openingRow(repositoryId, pull, reviewTimes({ by: user, author: pull.user, at }, state, pull.merged_at)),
  )
  const commented = comments.map(({ user, created_at: at }) =>
    openingRow(repositoryId, pull, responseTimes({ by: user, author: pull.user, at })),
  )
  return [{ ...now, size_mark: size }, ...closed, ...reviewed, ...commented]
}

type Given = ReturnType<typeof pullRequestReviewSchema.shape.review.parse>

interface Review extends Given {
  readonly submitted_at: Date
}

/** None for a review that was begun and not submitted. */
function readReview(review: unknown): readonly Review[] {
  const given = pullRequestReviewSchema.shape.review.parse(review)
  const { submitted_at, state } = given
  return submitted_at === null ? [] : [{ ...given, submitted_at, state: state.toLowerCase() }]
}

type Comment = ReturnType<typeof issueCommentSchema.shape.comment.parse> & { readonly kind: string }

function readComments(kind: string, comments: readonly unknown[] | null | undefined): readonly Comment[] {
  return (comments ?? []).map((each) => ({ ...issueCommentSchema.shape.comment.parse(each), kind }))
}

const DISMISSED = 'dismissed'
/** As deliveries rank a submission and a dismissal. */
const [SUBMITTED_RANK, DISMISSED_RANK] = [1, 3]

function reviewRow({ snapshot, look, pull }: Seen, review: Review): PullRequestReviewRow {
  const { id, user, state, submitted_at } = review
  const isDismissed = state === DISMISSED
  return {
    repository_id: snapshot.repository_id,
    number: pull.number,
    review_id: id,
    submitted_at,
    reviewer: user?.login ?? null,
    reviewer_type: user?.type ?? '',
    state: {
      // Nobody says when it was dismissed: not after the pull request's last change.
      observed_at: isDismissed ? pull.updated_at : submitted_at,
      rank: isDismissed ? DISMISSED_RANK : SUBMITTED_RANK,
      guid: look.guid,
      state,
    },
  }
}

interface Moment {
  readonly at: Date
  readonly action: string
  readonly subject?: string
  readonly actor: string | null
  /** Of the pull request after it; empty: not known. */
  readonly state: string
}

function timelineRows(seen: Seen): readonly PullRequestTimelineRow[] {
  const { snapshot, look, pull, reviews, closings, comments } = seen
  const { merged_at } = pull
  const moments: readonly Moment[] = [
    { at: pull.created_at, action: 'opened', actor: pull.user?.login ?? null, state: 'open' },
    ...closings.map((at) => ({ at, action: 'closed', actor: null, state: 'closed' })),
    ...(merged_at === null ? [] : [mergeOf(pull, merged_at)]),
    ...reviews.filter(({ state }) => state !== DISMISSED).map(reviewMoment),
    ...comments.map(commentMoment),
  ]
  return moments.map(({ subject = '', ...rest }) => ({
    repository_id: snapshot.repository_id,
    number: pull.number,
    ...rest,
    subject,
    time_source: 'payload',
    received_at: look.takenAt,
    author: pull.user?.login ?? null,
    commits: null,
    head_sha: '',
  }))
}

function mergeOf(pull: Pull & PullRequestCore, at: Date): Moment {
  return { at, action: 'merged', actor: pull.merged_by?.login ?? null, state: stateOf(pull) }
}

function reviewMoment({ id, user, state, submitted_at: at }: Review): Moment {
  return { at, action: `review_${state}`, subject: `${id}`, actor: user?.login ?? null, state: '' }
}

function commentMoment({ id, kind, user, created_at: at }: Comment): Moment {
  return { at, action: kind, subject: `${id}`, actor: user?.login ?? null, state: '' }
}
