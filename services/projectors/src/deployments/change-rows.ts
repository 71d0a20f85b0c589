import { mergeSchema, pushSchema } from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import { isStorable } from '../fact-time.ts'
import { isHotfix } from '../hotfix.ts'
import type { Told } from '../told-by-snapshot.ts'
import type { RowContext } from './rows.ts'

/** A pull request that was merged into its repository's default branch. */
export function mergeRows(payload: Told['payload'], context: RowContext): RowsByTable | null {
  if (payload.action !== 'closed') return null
  const { pull_request: pull, repository } = mergeSchema.parse(payload)
  if (pull.merged_at === null || pull.base.ref !== repository.default_branch) return null
  const texts = [pull.head.ref, pull.title, ...pull.labels.map(({ name }) => name)]
  return {
    merged_changes: [
      {
        merged_at: pull.merged_at,
        repository_id: context.repositoryId,
        number: pull.number,
        opened_at: pull.created_at,
        hotfix: isHotfix(context.hotfixPattern, texts) ? 1 : 0,
        revert: isRevert(pull.title, pull.head.ref) ? 1 : 0,
      },
    ],
  }
}

// GitHub's own button names them so.
function isRevert(title: string, headRef: string): boolean {
  return title.startsWith('Revert "') || /^revert-\d+-/.test(headRef)
}

/** A push to the default branch. */
export function pushRows(payload: Told['payload'], context: RowContext): RowsByTable | null {
  const { ref, after, deleted, commits, repository } = pushSchema.parse(payload)
  const { default_branch: branch, pushed_at: pushedAt } = repository
  const isDefault = branch !== null && branch !== undefined && ref === `refs/heads/${branch}`
  if (!isDefault || deleted || pushedAt === null || pushedAt === undefined) return null
  return {
    default_branch_pushes: [
      {
        pushed_at: pushedAt,
        repository_id: context.repositoryId,
        sha: after,
        committed_at: commits.flatMap(({ timestamp }) => (isStorable(timestamp) ? [timestamp] : [])),
      },
    ],
  }
}
