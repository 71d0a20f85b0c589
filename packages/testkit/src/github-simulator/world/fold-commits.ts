import { type GitHubObject, instantAt, isTrue, objectAt, objectsAt, textAt } from '../fields.ts'
import { defaultBranchOf } from './github-world.ts'
import type { RepositoryState } from './repository-state.ts'

const branches = 'refs/heads/'

export function foldPush(repository: RepositoryState, payload: GitHubObject): void {
  const ref = textAt(payload, 'ref')
  if (!ref.startsWith(branches)) return
  const branch = ref.slice(branches.length)
  if (isTrue(payload, 'deleted')) {
    repository.branches.delete(branch)
    return
  }
  repository.branches.set(branch, textAt(payload, 'after'))
  const isDefault = branch === defaultBranchOf(repository)
  const known = isDefault ? repository.commits : repository.pushed
  if (isDefault && repository.files.size > 0) {
    repository.filesAt.set(textAt(payload, 'after'), new Map(repository.files))
  }
  const before = textAt(payload, 'before')
  // What was forced away is no longer behind the branch.
  const isNew = /^0*$/.test(before) || (!isDefault && isTrue(payload, 'forced'))
  let parent = isNew ? null : before
  for (const commit of objectsAt(payload, 'commits')) {
    const sha = textAt(commit, 'id')
    const at = instantAt(commit, 'timestamp') ?? 0
    if (!isDefault || !known.has(sha)) known.set(sha, { sha, parent, at, object: commit })
    parent = sha
  }
}

/** A head that no push tells of, as those of forks: the one before it is behind it, as far as anybody says. */
export function foldHead(repository: RepositoryState, payload: GitHubObject): void {
  const pull = objectAt(payload, 'pull_request') ?? {}
  const sha = textAt(objectAt(pull, 'head') ?? {}, 'sha')
  if (sha === '' || repository.pushed.has(sha)) return
  const parent = textAt(payload, 'after') === sha ? textAt(payload, 'before') : null
  const at = instantAt(pull, 'updated_at') ?? 0
  repository.pushed.set(sha, { sha, parent, at, object: { id: sha, message: '' } })
}
