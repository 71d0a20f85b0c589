import type { AnswerOf, getPullRequest } from '@octometer/gateway-api'
import type {
  PullRequestMilestoneRow,
  PullRequestReviewNow,
  PullRequestStateRow,
} from '@octometer/read-store'

type Lifecycle = AnswerOf<typeof getPullRequest>['lifecycle']

/** What the durations of one pull request follow from. */
export interface PullRequestLife {
  readonly pull: PullRequestStateRow
  /** Oldest first, as the next one. */
  readonly reviews: readonly PullRequestReviewNow[]
  readonly milestones: readonly PullRequestMilestoneRow[]
}

/**
 * The definition `octometer`: the clock starts when the pull request is opened, or first becomes ready for review
 * if it was opened as a draft. Only reviews by people who are not the author count, an approval by when it was given,
 * dismissed later or not. `bots` are logins that are no people's. A review that came while it was a draft leaves nothing to wait for: 0 seconds.
 */
export function lifecycleOf(
  { pull, reviews, milestones }: PullRequestLife,
  bots: readonly string[] = [],
): Lifecycle {
  const { created_at, closed_at, merged_at } = pull.core
  const startedAt = startOf(pull, milestones)
  const counted = reviews.filter((review) => isByAnother(review, pull, bots))
  const firstReviewAt = counted[0]?.submitted_at ?? null
  const firstApprovalAt = firstApproval(counted, milestones)
  return {
    definition: 'octometer',
    started_at: startedAt,
    first_review_at: firstReviewAt,
    first_approval_at: firstApprovalAt,
    first_approval_label_at: milestones.find(({ action }) => action === 'labeled')?.at ?? null,
    time_to_first_review_seconds: secondsBetween(startedAt, firstReviewAt),
    time_to_approval_seconds: secondsBetween(startedAt, firstApprovalAt),
    time_to_merge_seconds: secondsBetween(startedAt, merged_at),
    approval_to_merge_seconds: secondsBetween(firstApprovalAt, merged_at),
    time_open_seconds: secondsBetween(created_at, closed_at),
  }
}

/** What turns a draft into none, before anything turned it into one, was opened as a draft. */
function startOf(
  { core, detail }: PullRequestStateRow,
  milestones: readonly PullRequestMilestoneRow[],
): string | null {
  const turn = milestones.find(
    ({ action }) => action === 'ready_for_review' || action === 'converted_to_draft',
  )
  if (turn?.action === 'ready_for_review') return turn.at
  const isDraftSinceOpening = turn === undefined && detail.draft === true
  return isDraftSinceOpening ? null : core.created_at
}

function isByAnother(
  { reviewer, reviewer_type }: PullRequestReviewNow,
  { core }: PullRequestStateRow,
  bots: readonly string[],
): boolean {
  if (reviewer === null || reviewer_type !== 'User' || reviewer.endsWith('[bot]')) return false
  const login = reviewer.toLowerCase()
  return login !== core.author?.toLowerCase() && !bots.some((bot) => bot.toLowerCase() === login)
}

function firstApproval(
  reviews: readonly PullRequestReviewNow[],
  milestones: readonly PullRequestMilestoneRow[],
): string | null {
  const ids = new Set(reviews.map(({ review_id }) => `${review_id}`))
  const approval = milestones.find(({ action, subject }) => action === 'review_approved' && ids.has(subject))
  return approval?.at ?? null
}

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
}
