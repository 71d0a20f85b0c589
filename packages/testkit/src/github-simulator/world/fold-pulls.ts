import { type GitHubObject, numberAt, objectAt, textAt } from '../fields.ts'
import { foldHead } from './fold-commits.ts'
import { foldLabels } from './fold-issues.ts'
import { keep, merged } from './newest.ts'
import type { PullState, RepositoryState } from './repository-state.ts'
import { addToTimeline } from './timeline.ts'

export function foldPull(repository: RepositoryState, payload: GitHubObject): void {
  const pull = seePull(repository, objectAt(payload, 'pull_request'))
  foldHead(repository, payload)
  if (pull === null || payload.action !== 'reopened') return
  addToTimeline(pull, 'reopened', textAt(objectAt(payload, 'pull_request') ?? {}, 'updated_at'))
}

export function foldReview(repository: RepositoryState, payload: GitHubObject): void {
  const pull = seePull(repository, objectAt(payload, 'pull_request'))
  const review = objectAt(payload, 'review')
  if (pull === null || review === null) return
  const id = numberAt(review, 'id')
  const known = pull.reviews.get(id)
  // A dismissal keeps the time of the review.
  if (known !== undefined && textAt(known, 'state') === 'dismissed' && payload.action !== 'dismissed') return
  pull.reviews.set(id, { ...known, ...review })
}

export function foldReviewComment(repository: RepositoryState, payload: GitHubObject): void {
  const pull = seePull(repository, objectAt(payload, 'pull_request'))
  const comment = objectAt(payload, 'comment')
  if (pull === null || comment === null) return
  const id = numberAt(comment, 'id')
  if (payload.action === 'deleted') pull.reviewComments.delete(id)
  else keep(pull.reviewComments, id, comment, 'updated_at')
}

/** A pull request as a payload shows it, whole or reduced. */
function seePull(repository: RepositoryState, object: GitHubObject | null): PullState | null {
  if (object === null || numberAt(object, 'number') === 0) return null
  const number = numberAt(object, 'number')
  const known = repository.pulls.get(number)
  const pull: PullState = known ?? {
    number,
    object,
    timeline: [],
    reviews: new Map(),
    reviewComments: new Map(),
    files: [],
    issue: null,
  }
  if (known === undefined) repository.pulls.set(number, pull)
  else pull.object = mergedPull(known.object, object)
  foldLabels(repository, object)
  const closedAt = textAt(object, 'closed_at')
  if (closedAt !== '') addToTimeline(pull, 'closed', closedAt)
  if (textAt(object, 'merged_at') !== '') addToTimeline(pull, 'merged', textAt(object, 'merged_at'))
  return pull
}

// What only the whole object has belongs to the newest whole one: a reduced one leaves it as it was.
function mergedPull(known: GitHubObject, object: GitHubObject): GitHubObject {
  const next = merged(known, object, 'updated_at')
  return textAt(next, 'merged_at') === '' ? next : { ...next, merged: true }
}
