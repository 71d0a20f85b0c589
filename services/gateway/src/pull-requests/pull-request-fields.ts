import type { AnswerOf, listPullRequests, PullRequestSize } from '@octometer/gateway-api'
import type { PullRequestStateRow } from '@octometer/read-store'

type PullRequest = AnswerOf<typeof listPullRequests>['data'][number]

/** A pull request as it is answered. */
export function pullRequestOf(row: PullRequestStateRow, repository: string): PullRequest {
  const { observed_at, author_type, ...core } = row.core
  return {
    repository,
    repository_id: row.repository_id,
    number: row.number,
    ...core,
    ...row.detail,
    author_type: author_type === '' ? null : author_type,
    updated_at: observed_at,
    size: sizeOf(row.detail),
  }
}

const SIZES: readonly (readonly [below: number, size: PullRequestSize])[] = [
  [10, 'XS'],
  [30, 'S'],
  [100, 'M'],
  [500, 'L'],
  [1000, 'XL'],
  [Number.POSITIVE_INFINITY, 'XXL'],
]

/** By changed lines; null while they are unknown. */
export function sizeOf({
  additions,
  deletions,
}: {
  additions: number | null
  deletions: number | null
}): PullRequestSize | null {
  if (additions === null || deletions === null) return null
  const changed = additions + deletions
  return SIZES.find(([below]) => changed < below)?.[1] ?? null
}
