import type { PullRequestCore, PullRequestPayload } from '@octometer/event-contracts'
import type { PullRequestRow } from '@octometer/read-store'

/** Where and when a pull request was seen. */
export interface Sighting {
  readonly repositoryId: number
  readonly guid: string
  readonly rank: number
}

type CoreRow = PullRequestRow['core']
type DetailRow = PullRequestRow['detail']

/**
 * Decides between observations of one second: GitHub's times have whole seconds. What ends a pull request outranks
 * what happened to it, that outranks its opening, and a reduced copy in another event's payload comes last.
 */
export function rankOf(action: string): number {
  if (action === 'closed') return 3
  return action === 'opened' ? 1 : 2
}

export const REDUCED_RANK = 0

/** open, closed or merged, whatever the action was. */
export function stateOf({ state, merged_at }: PullRequestCore): string {
  return merged_at === null ? state : 'merged'
}

export function stateRow(
  seen: Sighting,
  core: PullRequestCore,
  detail: PullRequestPayload['pull_request'] | null,
): PullRequestRow {
  return {
    repository_id: seen.repositoryId,
    number: core.number,
    core: coreRow(seen, core),
    detail: detailRow(seen, detail),
  }
}

function coreRow({ rank, guid }: Sighting, core: PullRequestCore): CoreRow {
  return {
    observed_at: core.updated_at,
    rank,
    guid,
    state: stateOf(core),
    title: core.title,
    author: core.user?.login ?? null,
    author_type: core.user?.type ?? '',
    created_at: core.created_at,
    closed_at: core.closed_at,
    merged_at: core.merged_at,
    labels: core.labels.map(({ name }) => name).sort(),
    head_ref: core.head.ref,
    head_sha: core.head.sha,
    base_ref: core.base.ref,
  }
}

const NEVER = new Date(0)

// A reduced copy says nothing of the details: the least version loses against every real observation.
function detailRow({ rank, guid }: Sighting, detail: PullRequestPayload['pull_request'] | null): DetailRow {
  return {
    observed_at: detail?.updated_at ?? NEVER,
    rank: detail === null ? 0 : rank,
    guid: detail === null ? '' : guid,
    draft: detail?.draft ?? null,
    mergeable: detail?.mergeable ?? null,
    merged_by: detail?.merged_by?.login ?? null,
    additions: detail?.additions ?? null,
    deletions: detail?.deletions ?? null,
    changed_files: detail?.changed_files ?? null,
    commits: detail?.commits ?? null,
  }
}
