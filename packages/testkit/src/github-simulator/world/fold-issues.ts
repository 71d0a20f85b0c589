import { type GitHubObject, numberAt, objectAt, objectsAt, textAt } from '../fields.ts'
import { keep, merged } from './newest.ts'
import type { IssueState, RepositoryState } from './repository-state.ts'
import { addToTimeline } from './timeline.ts'

export function foldIssue(repository: RepositoryState, payload: GitHubObject): void {
  const object = objectAt(payload, 'issue')
  if (object === null) return
  if (payload.action === 'deleted' || payload.action === 'transferred') {
    repository.issues.delete(numberAt(object, 'number'))
    repository.goneIssues.add(numberAt(object, 'number'))
    return
  }
  const issue = seeIssue(repository, object)
  if (issue !== null && payload.action === 'reopened')
    addToTimeline(issue, 'reopened', textAt(object, 'updated_at'))
}

export function foldIssueComment(repository: RepositoryState, payload: GitHubObject): void {
  const object = objectAt(payload, 'issue')
  const comment = objectAt(payload, 'comment')
  if (object !== null) seeIssue(repository, object)
  if (comment === null) return
  const id = numberAt(comment, 'id')
  if (payload.action === 'deleted') repository.comments.delete(id)
  else keep(repository.comments, id, comment, 'updated_at')
}

export function foldLabel(repository: RepositoryState, payload: GitHubObject): void {
  const label = objectAt(payload, 'label')
  if (label === null) return
  const key = textAt(label, 'name').toLowerCase()
  const before = objectAt(objectAt(payload, 'changes') ?? {}, 'name')
  if (before !== null) repository.labels.delete(textAt(before, 'from').toLowerCase())
  if (payload.action === 'deleted') repository.labels.delete(key)
  else repository.labels.set(key, label)
}

/** A label that something wears exists. */
export function foldLabels(repository: RepositoryState, object: GitHubObject): void {
  for (const label of objectsAt(object, 'labels')) {
    const key = textAt(label, 'name').toLowerCase()
    if (!repository.labels.has(key)) repository.labels.set(key, label)
  }
}

/** An issue as a payload shows it; null for one that is gone, and for a pull request, which is shown so too. */
function seeIssue(repository: RepositoryState, object: GitHubObject): IssueState | null {
  const number = numberAt(object, 'number')
  foldLabels(repository, object)
  if (objectAt(object, 'pull_request') !== null) {
    const pull = repository.pulls.get(number)
    if (pull !== undefined)
      pull.issue = pull.issue === null ? object : merged(pull.issue, object, 'updated_at')
    return null
  }
  if (repository.goneIssues.has(number)) return null
  const known = repository.issues.get(number)
  const issue: IssueState = known ?? { number, object, timeline: [] }
  if (known === undefined) repository.issues.set(number, issue)
  else issue.object = merged(known.object, object, 'updated_at')
  addToTimeline(issue, 'closed', textAt(object, 'closed_at'))
  return issue
}
