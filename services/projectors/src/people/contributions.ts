import {
  type GithubUser,
  issueCommentSchema,
  issueOpenerSchema,
  type PullRequestCore,
  pullRequestReviewSchema,
  pullRequestSchema,
  pushedCommitsSchema,
  reviewCommentSchema,
} from '@octometer/event-contracts'
import type { Told } from '../told-by-snapshot.ts'

/** What somebody did. Every payload that tells of it tells the same. */
export interface Contribution {
  readonly kind: string
  readonly login: string
  /** As GitHub says; empty where a payload names a login alone. */
  readonly accountType: string
  readonly at: Date
  readonly key: string
  readonly number: number
}

type Reader = (told: Told) => readonly (Contribution | null)[]

/** By event name. Throws the schema's error. */
export const contributionReaders: Readonly<Record<string, Reader>> = {
  pull_request: pullRequest,
  pull_request_review: review,
  pull_request_review_comment: reviewComment,
  issue_comment: issueComment,
  issues: issue,
  push,
}

function by(
  user: GithubUser | undefined,
  what: Omit<Contribution, 'login' | 'accountType'>,
): Contribution | null {
  return user == null ? null : { ...what, login: user.login, accountType: user.type }
}

/** Its opening and its merge belong to the author, whoever told of them and whoever pressed the button. */
function authorship({
  number,
  user,
  created_at,
  merged_at,
}: PullRequestCore): readonly (Contribution | null)[] {
  const its = { key: `${number}`, number }
  return [
    by(user, { kind: 'pull_opened', at: created_at, ...its }),
    merged_at && by(user, { kind: 'pull_merged', at: merged_at, ...its }),
  ]
}

const LABEL = /^(?<kind>approved|lgtm)-(?<login>[a-z0-9-]+)$/i

function pullRequest({ payload }: Told) {
  const { action, pull_request: pull, label } = pullRequestSchema.parse(payload)
  return [...authorship(pull), action === 'labeled' ? labelled(pull, label?.name ?? '') : null]
}

/** `approved-<login>` and `lgtm-<login>`, as some bots label what a person said. */
function labelled({ number, updated_at }: PullRequestCore, label: string): Contribution | null {
  const { kind, login } = LABEL.exec(label)?.groups ?? {}
  if (kind === undefined || login === undefined) return null
  return {
    kind: kind.toLowerCase() === 'lgtm' ? 'lgtm_label' : 'approval_label',
    ...{ login, accountType: '', at: updated_at, number },
    key: `${number}:${label.toLowerCase()}`,
  }
}

function review({ payload }: Told) {
  const { action, review: given, pull_request: pull } = pullRequestReviewSchema.parse(payload)
  if (given.submitted_at === null) return authorship(pull)
  const its = { at: given.submitted_at, key: `${given.id}`, number: pull.number }
  const isOwn = given.user?.login.toLowerCase() === pull.user?.login.toLowerCase()
  const approves = action === 'submitted' && given.state.toLowerCase() === 'approved' && !isOwn
  return [
    ...authorship(pull),
    by(given.user, { kind: isOwn ? 'own_review' : 'review', ...its }),
    approves ? by(given.user, { kind: 'approval', ...its }) : null,
  ]
}

function reviewComment({ payload }: Told) {
  const { comment, pull_request: pull } = reviewCommentSchema.parse(payload)
  const its = { at: comment.created_at, key: `review:${comment.id}`, number: pull.number }
  return [...authorship(pull), by(comment.user, { kind: 'comment', ...its })]
}

function issueComment({ payload }: Told) {
  const { comment, issue: about } = issueCommentSchema.parse(payload)
  const its = { at: comment.created_at, key: `issue:${comment.id}`, number: about.number }
  return [by(comment.user, { kind: 'comment', ...its })]
}

function issue({ payload }: Told) {
  const { issue: told } = issueOpenerSchema.parse(payload)
  if (told.pull_request !== undefined) return []
  const its = { at: told.created_at, key: `${told.number}`, number: told.number }
  return [by(told.user, { kind: 'issue_opened', ...its })]
}

/** Of a push to a branch; a commit whose author GitHub knows no account of belongs to nobody. */
function push({ payload }: Told) {
  const { ref, deleted, commits } = pushedCommitsSchema.parse(payload)
  if (deleted || !ref.startsWith('refs/heads/')) return []
  return commits.map(({ id, timestamp, author }) =>
    author?.username == null
      ? null
      : { kind: 'commit', login: author.username, accountType: '', at: timestamp, key: id, number: 0 },
  )
}
