import type { BranchMomentRow, PullRequestLifeRow } from '@octometer/read-store'

/** What deliveries told of a pull request's life: merged by nobody, of nobody, unless told otherwise. */
export function lifeRow(
  repository_id: number,
  number: number,
  created_at: Date,
  more: Partial<PullRequestLifeRow> = {},
): PullRequestLifeRow {
  const { merged_at = null, closed_at = merged_at } = more
  return {
    repository_id,
    number,
    created_at,
    author: '',
    author_bot: 0,
    mark: Math.floor((closed_at ?? created_at).getTime() / 1000) * 8 + (closed_at === null ? 0 : 1),
    size_mark: 0,
    first_closed_at: closed_at,
    into_default: 1,
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
    ...more,
    merged_at,
    closed_at,
  }
}

/** Of the branch `work` of the repository 1: a push, or the opening or merge of a pull request. */
export function branchMoment(
  kind: 'push' | 'opened' | 'merged',
  at: Date,
  more: Partial<BranchMomentRow> = {},
): BranchMomentRow {
  const { number = 0 } = more
  return {
    repository_id: 1,
    branch: 'work',
    at,
    kind,
    key: kind === 'push' ? `${at.getTime()}` : `${number}`,
    number,
    created: 0,
    first_commit_at: null,
    ...more,
  }
}
