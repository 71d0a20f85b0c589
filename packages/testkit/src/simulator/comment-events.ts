import { genuineExample, genuineRepository, objectIn, shapeOf } from './examples.ts'
import { deliverIssueLike, issueObject, pullAsIssueObject } from './issue-events.ts'
import type { JsonObject } from './json.ts'
import { fullName, type Issue, type Person, type Pull } from './model.ts'
import { reducedPullObject } from './pull-request-object.ts'
import type { World } from './world.ts'
import { isoSeconds } from './zone.ts'

const reviewCommentShape = shapeOf(objectIn(genuineExample('pull_request_review_comment', 2), 'comment'), [
  'user',
])
const commentShape = shapeOf(objectIn(genuineExample('issue_comment', 3), 'comment'), ['user'])

export interface Comment {
  readonly id: number
  readonly author: Person
  readonly createdAt: number
  updatedAt: number
  body: string
}

export interface ReviewComment extends Comment {
  readonly reviewId: number
  readonly commit: string
  /** The comment that this one answers; null for the first of a thread. */
  readonly inReplyTo: number | null
}

/** Sends `issue_comment` on a pull request. Its time is the comment's own, `created_at` or `updated_at`. */
export function deliverPullComment(world: World, pull: Pull, action: string, comment: Comment): void {
  const { repository, number } = pull
  const at = isoSeconds(action === 'created' ? comment.createdAt : comment.updatedAt)
  const payload = {
    action,
    issue: pullAsIssueObject(pull),
    comment: commentObject(fullName(repository), number, comment),
    ...(action === 'edited' ? { changes: { body: { from: 'typo' } } } : {}),
  }
  world.deliver({ event: 'issue_comment', repository, sender: comment.author, payload }, (oracle) => {
    const mark = { event: 'issue_comment', action, subject: String(comment.id), at }
    oracle.timeline({ repositoryId: repository.id, number }, mark)
  })
}

/** Sends `issue_comment` on an issue that is no pull request. */
export function deliverIssueComment(world: World, issue: Issue, action: string, comment: Comment): void {
  const payload = {
    action,
    issue: issueObject(issue),
    comment: commentObject(fullName(issue.repository), issue.number, comment),
  }
  deliverIssueLike(world, 'issue_comment', issue, comment.author, payload)
}

/** Sends `pull_request_review_comment`. */
export function deliverReviewComment(world: World, pull: Pull, action: string, comment: ReviewComment): void {
  const { repository, number } = pull
  const at = isoSeconds(action === 'created' ? comment.createdAt : comment.updatedAt)
  const payload = {
    action,
    comment: reviewCommentObject(pull, comment),
    pull_request: reducedPullObject(pull),
    ...(action === 'edited' ? { changes: { body: { from: 'typo' } } } : {}),
  }
  const event = 'pull_request_review_comment'
  world.deliver({ event, repository, sender: comment.author, payload }, (oracle) => {
    const mark = { event, action, subject: String(comment.id), at }
    oracle.timeline({ repositoryId: repository.id, number }, mark)
  })
}

/** Sends `pull_request_review_thread`, which has no time of its own: what it did is dated by its receipt. */
export function deliverThread(
  world: World,
  pull: Pull,
  action: 'resolved' | 'unresolved',
  comments: readonly ReviewComment[],
  by: Person,
): void {
  const { repository, number } = pull
  const [root] = comments
  if (root === undefined) throw new Error('a thread has at least one comment')
  const nodeId = `PRRT_${root.id.toString(36)}`
  const thread = { node_id: nodeId, comments: comments.map((comment) => reviewCommentObject(pull, comment)) }
  const payload = { action, pull_request: reducedPullObject(pull), thread }
  const event = 'pull_request_review_thread'
  world.deliver({ event, repository, sender: by, payload }, (oracle) => {
    oracle.timeline({ repositoryId: repository.id, number }, { event, action, subject: nodeId, at: null })
  })
}

function commentObject(name: string, number: number, comment: Comment): JsonObject {
  const renaming = [
    [genuineRepository, name],
    ['/issues/1', `/issues/${number}`],
    ['492700400', String(comment.id)],
  ] as const
  return commentShape(renaming, commentValues(comment))
}

function reviewCommentObject(pull: Pull, comment: ReviewComment): JsonObject {
  const renaming = [
    [genuineRepository, fullName(pull.repository)],
    ['/pulls/2', `/pulls/${pull.number}`],
    ['/pull/2', `/pull/${pull.number}`],
    ['284312630', String(comment.id)],
  ] as const
  return reviewCommentShape(renaming, {
    ...commentValues(comment),
    pull_request_review_id: comment.reviewId,
    commit_id: comment.commit,
    original_commit_id: comment.commit,
    ...(comment.inReplyTo === null ? {} : { in_reply_to_id: comment.inReplyTo }),
  })
}

function commentValues(comment: Comment): JsonObject {
  return {
    id: comment.id,
    user: comment.author.object,
    body: comment.body,
    created_at: isoSeconds(comment.createdAt),
    updated_at: isoSeconds(comment.updatedAt),
    author_association: 'MEMBER',
  }
}
