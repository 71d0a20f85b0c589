import { genuineExample, genuineHead, genuineRepository, objectIn, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import type { Person, Pull, Review } from './model.ts'
import { fullName } from './model.ts'
import { fullPullObject, isoOrNull, reducedPullObject } from './pull-request-object.ts'
import { deliverPush, noSha } from './push-event.ts'
import type { PullRequestSeen } from './seen.ts'
import type { World } from './world.ts'
import { isoSeconds } from './zone.ts'

const reviewShape = shapeOf(objectIn(genuineExample('pull_request_review', 3), 'review'), ['user'])

/**
 * Begins a step in a pull request's life: at most one a second, so that the greatest `updated_at` is always
 * the truth and only what one step sends shares a second.
 */
export function touch(world: World, pull: Pull): void {
  if (pull.updatedAt >= world.now()) throw new Error(`two steps of pull request ${pull.number} in one second`)
  pull.updatedAt = world.now()
}

/** Sends `pull_request`. `subject`: the label, person or team that it is about. */
export function deliverPull(
  world: World,
  pull: Pull,
  action: string,
  sender: Person | null,
  about: { readonly subject?: string; readonly payload?: JsonObject } = {},
): void {
  const payload = { action, number: pull.number, pull_request: fullPullObject(pull), ...about.payload }
  const seen = seenState(pull)
  const mark = { action, subject: about.subject ?? '', at: isoSeconds(pull.updatedAt) }
  world.deliver({ event: 'pull_request', repository: pull.repository, sender, payload }, (oracle) => {
    oracle.pullRequest(seen, { event: 'pull_request', ...mark })
  })
}

/** Sends `pull_request_review`: submitted, edited or dismissed. */
export function deliverReview(
  world: World,
  pull: Pull,
  action: string,
  review: Review,
  sender: Person,
): void {
  const renaming = [
    [genuineRepository, fullName(pull.repository)],
    ['/pulls/2', `/pulls/${pull.number}`],
    ['/pull/2', `/pull/${pull.number}`],
    ['237895671', String(review.id)],
    [genuineHead, review.commit],
  ] as const
  const { id, author, submittedAt, state } = review
  const payload = {
    action,
    review: reviewShape(renaming, {
      id,
      user: author.object,
      body: review.body,
      state,
      submitted_at: isoSeconds(submittedAt),
      author_association: author === pull.author ? 'CONTRIBUTOR' : 'MEMBER',
    }),
    pull_request: reducedPullObject(pull),
    ...(action === 'edited' ? { changes: { body: { from: 'See below.' } } } : {}),
  }
  // Only a submission has a time of its own; what comes later is told by the pull request's.
  const at = isoSeconds(action === 'submitted' ? submittedAt : pull.updatedAt)
  const { repository } = pull
  world.deliver({ event: 'pull_request_review', repository, sender, payload }, (oracle) => {
    const key = { repositoryId: repository.id, number: pull.number }
    oracle.timeline(key, { event: 'pull_request_review', action, subject: String(id), at })
    oracle.review(key, {
      action,
      id,
      user: author.login,
      state,
      submittedAt: isoSeconds(submittedAt),
      byAuthor: author.id === pull.author.id,
      byBot: author.bot,
    })
  })
}

/** Deletes the head branch: a push and a `delete` event of the same second. */
export function deliverBranchDeleted(world: World, pull: Pull, by: Person): void {
  const { repository, headRef, headSha } = pull
  if (pull.fork !== null || !repository.branches.has(headRef)) return
  deliverPush(world, {
    repository,
    ref: `refs/heads/${headRef}`,
    before: headSha,
    after: noSha,
    commits: [],
    pusher: by,
  })
  const payload = { ref: headRef, ref_type: 'branch', pusher_type: 'user' }
  world.deliver({ event: 'delete', repository, sender: by, payload })
}

function seenState(pull: Pull): PullRequestSeen {
  return {
    repositoryId: pull.repository.id,
    number: pull.number,
    state: pull.state,
    merged: pull.merged,
    mergeable: pull.merged ? null : pull.mergeable,
    title: pull.title,
    draft: pull.draft,
    author: pull.author.login,
    createdAt: isoSeconds(pull.createdAt),
    updatedAt: isoSeconds(pull.updatedAt),
    mergedAt: isoOrNull(pull.mergedAt),
    closedAt: isoOrNull(pull.closedAt),
    mergedBy: pull.mergedBy?.login ?? null,
    labels: pull.labels.map((label) => label.name),
    headSha: pull.headSha,
    headRef: pull.headRef,
    baseRef: pull.baseRef,
    additions: pull.additions,
    deletions: pull.deletions,
    changedFiles: pull.changedFiles,
    commits: pull.commits,
  }
}
