import type { GithubUser, PullRequestCore, PullRequestPayload, PushPayload } from '@octometer/event-contracts'
import type { BranchMomentRow, PullRequestLifeRow } from '@octometer/read-store'
import { isBot, isByAnother } from '../account.ts'
import { isStorable } from '../fact-time.ts'
import { stateOf } from './observation.ts'

/** What one delivery tells of a pull request's life: times that are merged by `min` or `max` with those of the others. */
export type LifeTimes = Partial<
  Pick<
    PullRequestLifeRow,
    | 'ready_at'
    | 'drafted_at'
    | 'review_requested_at'
    | 'response_at'
    | 'first_review_at'
    | 'first_approval_at'
    | 'last_approval_at'
    | 'changes_requested_at'
    | 'approval_label_at'
    | 'verified_label_at'
  >
>

interface Opening {
  readonly number: number
  readonly created_at: Date
  readonly user?: GithubUser | undefined
}

/** A comment on a pull request holds no more of it than who opened it and when. */
export function openingRow(repositoryId: number, pull: Opening, times: LifeTimes): PullRequestLifeRow {
  return {
    repository_id: repositoryId,
    number: pull.number,
    created_at: pull.created_at,
    author: pull.user?.login ?? '',
    author_bot: pull.user && isBot(pull.user) ? 1 : 0,
    ...unknown,
    ...times,
  }
}

const unknown = {
  mark: 0,
  size_mark: 0,
  closed_at: null,
  first_closed_at: null,
  merged_at: null,
  into_default: 0,
  merge_commit: 0,
  ready_at: null,
  drafted_at: null,
  review_requested_at: null,
  response_at: null,
  first_review_at: null,
  first_approval_at: null,
  last_approval_at: null,
  changes_requested_at: null,
  approval_label_at: null,
  verified_label_at: null,
} as const

interface Seen {
  readonly repositoryId: number
  readonly rank: number
  readonly defaultBranch: string | null | undefined
}

export function lifeRow(
  { repositoryId, rank, defaultBranch }: Seen,
  pull: PullRequestCore,
  times: LifeTimes,
): PullRequestLifeRow {
  const { merged_at, merge_commit_sha } = pull
  return {
    ...openingRow(repositoryId, pull, times),
    mark: (secondsOf(pull.updated_at) * 4 + rank) * 2 + (stateOf(pull) === 'open' ? 0 : 1),
    closed_at: pull.closed_at,
    first_closed_at: pull.closed_at,
    merged_at,
    into_default: merged_at !== null && pull.base.ref === defaultBranch ? 1 : 0,
    merge_commit: merged_at === null ? 0 : commitNumber(merge_commit_sha ?? ''),
  }
}

/** Digits enough to tell commits apart, few enough for a whole number of JavaScript. */
function commitNumber(sha: string): number {
  return /^[0-9a-f]{13}/.test(sha) ? Number.parseInt(sha.slice(0, 13), 16) : 0
}

const SIZES = [10, 30, 100, 500, 1000] as const

/** The size that a `pull_request` payload says; nothing when it says none. */
export function sizeMark(
  { pull_request: pull }: Pick<PullRequestPayload, 'pull_request'>,
  rank: number,
): number {
  const { additions, deletions, updated_at } = pull
  if (additions === null || additions === undefined || deletions === null || deletions === undefined) return 0
  const size = 1 + SIZES.filter((below) => additions + deletions >= below).length
  return (secondsOf(updated_at) * 4 + rank) * 8 + size
}

/** What an action says happened at the time of its payload. */
export function actionTimes({ action, label, pull_request: pull }: PullRequestPayload): LifeTimes {
  const at = pull.updated_at
  switch (action) {
    case 'ready_for_review':
      return { ready_at: at }
    case 'converted_to_draft':
      return { drafted_at: at }
    case 'review_requested':
      return { review_requested_at: at }
    case 'labeled':
      return labelTimes(label?.name.toLowerCase() ?? '', at)
    default:
      return {}
  }
}

function labelTimes(name: string, at: Date): LifeTimes {
  return {
    approval_label_at: name.startsWith('approved-') ? at : null,
    verified_label_at: name.includes('verified') ? at : null,
  }
}

interface Said {
  readonly by: GithubUser
  readonly author: GithubUser | undefined
  readonly at: Date
}

/** A comment counts as a response when another person than the author made it. */
export function responseTimes({ by, author, at }: Said): LifeTimes {
  return isByAnother(by, author) ? { response_at: at } : {}
}

/** The same of a review, with what it said; an approval after the merge is none that was waited for. */
export function reviewTimes({ by, author, at }: Said, state: string, mergedAt: Date | null): LifeTimes {
  if (!isByAnother(by, author)) return {}
  const approves = state === 'approved'
  return {
    response_at: at,
    first_review_at: at,
    first_approval_at: approves ? at : null,
    last_approval_at: approves && (mergedAt === null || at <= mergedAt) ? at : null,
    changes_requested_at: state === 'changes_requested' ? at : null,
  }
}

/** The opening and the merge of a pull request of the repository's own branch. */
export function pullMoments(repositoryId: number, pull: PullRequestCore): readonly BranchMomentRow[] {
  if (pull.head.repo?.id !== repositoryId) return []
  const its = {
    repository_id: repositoryId,
    branch: pull.head.ref,
    key: `${pull.number}`,
    number: pull.number,
    created: 0,
    first_commit_at: null,
  }
  const opened = { ...its, kind: 'opened', at: pull.created_at }
  return pull.merged_at === null ? [opened] : [opened, { ...its, kind: 'merged', at: pull.merged_at }]
}

const BRANCH = 'refs/heads/'

/** A push to another branch than the default one. */
export function pushMoment(repositoryId: number, push: PushPayload): BranchMomentRow | null {
  const { ref, after, created, deleted, commits, repository } = push
  const { pushed_at: at, default_branch: main } = repository
  if (!ref.startsWith(BRANCH) || deleted || at === null || at === undefined) return null
  const branch = ref.slice(BRANCH.length)
  if (branch === main) return null
  const own = commits.filter(({ distinct, timestamp }) => distinct && isStorable(timestamp))
  const firstCommit = Math.min(...own.map(({ timestamp }) => timestamp.getTime()))
  return {
    repository_id: repositoryId,
    branch,
    at,
    kind: 'push',
    key: after,
    number: 0,
    created: created ? 1 : 0,
    first_commit_at: own.length === 0 ? null : new Date(firstCommit),
  }
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}
