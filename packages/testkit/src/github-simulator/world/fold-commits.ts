import { type GitHubObject, instantAt, isTrue, objectsAt, textAt } from '../fields.ts'
import { defaultBranchOf } from './github-world.ts'
import type { RepositoryState } from './repository-state.ts'

const branches = 'refs/heads/'

/** Commits of the default branch; of other branches only their heads. */
export function foldPush(repository: RepositoryState, payload: GitHubObject): void {
  const ref = textAt(payload, 'ref')
  if (!ref.startsWith(branches)) return
  const branch = ref.slice(branches.length)
  if (isTrue(payload, 'deleted')) {
    repository.branches.delete(branch)
    return
  }
  repository.branches.set(branch, textAt(payload, 'after'))
  if (branch !== defaultBranchOf(repository)) return
  if (repository.files.size > 0) repository.filesAt.set(textAt(payload, 'after'), new Map(repository.files))
  const before = textAt(payload, 'before')
  let parent = /^0*$/.test(before) ? null : before
  for (const commit of objectsAt(payload, 'commits')) {
    const sha = textAt(commit, 'id')
    const at = instantAt(commit, 'timestamp') ?? 0
    if (!repository.commits.has(sha)) repository.commits.set(sha, { sha, parent, at, object: commit })
    parent = sha
  }
}
