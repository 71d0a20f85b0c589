import type { PullKey, PullRequestSeen, ReviewSeen, TimelineMark } from './seen.ts'

export interface ExpectedReview {
  readonly id: number
  /** As the newest payload says it: a dismissed approval is `dismissed`. */
  readonly state: string
  readonly user: string
  readonly submitted_at: string
}

/** A pull request as the last delivery about it left it. Times as in payloads: `2024-05-15T15:20:18Z`. */
export interface ExpectedPullRequest {
  readonly repository_id: number
  readonly number: number
  readonly state: 'open' | 'closed' | 'merged'
  readonly title: string
  readonly draft: boolean
  readonly author: string
  readonly created_at: string
  readonly merged_at: string | null
  readonly closed_at: string | null
  readonly merged_by: string | null
  /** Sorted. */
  readonly labels: readonly string[]
  readonly head_sha: string
  readonly head_ref: string
  readonly base_ref: string
  readonly additions: number
  readonly deletions: number
  readonly changed_files: number
  readonly commits: number
  /** The first review, of whatever state, by somebody who is neither the author nor a bot. */
  readonly first_review_at: string | null
  /** The first approval by such a one, dismissed later or not. */
  readonly first_approval_at: string | null
  readonly first_review_request_at: string | null
  /** The first `ready_for_review`; null when it never was a draft. */
  readonly ready_for_review_at: string | null
  /** By submission, then id. */
  readonly reviews: readonly ExpectedReview[]
  /** By time, then event, action and subject; what is dated by its receipt comes last. */
  readonly timeline: readonly TimelineMark[]
}

export interface PullRequestOracle {
  pullRequestChanged(seen: PullRequestSeen, mark: TimelineMark): void
  review(key: PullKey, review: ReviewSeen): void
  timeline(key: PullKey, mark: TimelineMark): void
  pullRequests(): ExpectedPullRequest[]
}

interface Story {
  seen: PullRequestSeen
  readonly reviews: Map<number, ReviewSeen>
  readonly approvals: string[]
  readonly marks: Map<string, TimelineMark>
}

export function createPullRequestOracle(): PullRequestOracle {
  const stories = new Map<string, Story>()
  const nameOf = ({ repositoryId, number }: PullKey) => `${repositoryId}#${number}`
  const storyOf = (key: PullKey) => {
    const story = stories.get(nameOf(key))
    if (story === undefined) throw new Error(`nothing is told yet of pull request ${nameOf(key)}`)
    return story
  }
  const addMark = (story: Story, mark: TimelineMark) => {
    story.marks.set(JSON.stringify([mark.at, mark.event, mark.action, mark.subject]), mark)
  }
  return {
    pullRequestChanged(seen, mark) {
      const known = stories.get(nameOf(seen))
      const story = known ?? { seen, reviews: new Map(), approvals: [], marks: new Map() }
      stories.set(nameOf(seen), story)
      story.seen = seen
      addMark(story, mark)
    },
    review(key, review) {
      const story = storyOf(key)
      story.reviews.set(review.id, review)
      if (review.action === 'submitted' && review.state === 'approved' && isPeer(review))
        story.approvals.push(review.submittedAt)
    },
    timeline: (key, mark) => addMark(storyOf(key), mark),
    pullRequests: () => [...stories.values()].map(conclude),
  }
}

function isPeer(review: ReviewSeen): boolean {
  return !review.byAuthor && !review.byBot
}

function conclude({ seen, reviews, approvals, marks }: Story): ExpectedPullRequest {
  const timeline = [...marks.values()].sort(compareMarks)
  const firstMark = (action: string) =>
    timeline.find((mark) => mark.event === 'pull_request' && mark.action === action)?.at ?? null
  const all = [...reviews.values()].sort((a, b) => compare(a.submittedAt, b.submittedAt) || a.id - b.id)
  return {
    ...stateOf(seen),
    first_review_at: all.find(isPeer)?.submittedAt ?? null,
    first_approval_at: [...approvals].sort()[0] ?? null,
    first_review_request_at: firstMark('review_requested'),
    ready_for_review_at: firstMark('ready_for_review'),
    reviews: all.map(({ id, state, user, submittedAt }) => ({ id, state, user, submitted_at: submittedAt })),
    timeline,
  }
}

type State = Omit<
  ExpectedPullRequest,
  | 'first_review_at'
  | 'first_approval_at'
  | 'first_review_request_at'
  | 'ready_for_review_at'
  | 'reviews'
  | 'timeline'
>

function stateOf(seen: PullRequestSeen): State {
  return {
    repository_id: seen.repositoryId,
    number: seen.number,
    state: seen.merged ? 'merged' : seen.state,
    title: seen.title,
    draft: seen.draft,
    author: seen.author,
    created_at: seen.createdAt,
    merged_at: seen.mergedAt,
    closed_at: seen.closedAt,
    merged_by: seen.mergedBy,
    labels: [...seen.labels].sort(),
    head_sha: seen.headSha,
    head_ref: seen.headRef,
    base_ref: seen.baseRef,
    additions: seen.additions,
    deletions: seen.deletions,
    changed_files: seen.changedFiles,
    commits: seen.commits,
  }
}

function compareMarks(left: TimelineMark, right: TimelineMark): number {
  return (
    compare(left.at ?? '\uffff', right.at ?? '\uffff') ||
    compare(left.event, right.event) ||
    compare(left.action, right.action) ||
    compare(left.subject, right.subject)
  )
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
