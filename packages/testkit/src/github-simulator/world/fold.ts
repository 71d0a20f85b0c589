import { type GitHubObject, instantAt, numberAt, objectAt, textAt, without } from '../fields.ts'
import { foldCheckRun, foldCheckSuite, foldStatus, foldWorkflowJob, foldWorkflowRun } from './fold-checks.ts'
import { foldPush } from './fold-commits.ts'
import { foldDeployment, foldDeploymentStatus, foldRelease } from './fold-deployments.ts'
import { foldIssue, foldIssueComment, foldLabel } from './fold-issues.ts'
import { foldPull, foldReview, foldReviewComment } from './fold-pulls.ts'
import type { GitHubWorld } from './github-world.ts'
import type { RepositoryState } from './repository-state.ts'

/** What happened at GitHub, as its webhook tells it. */
export interface WorldEvent {
  readonly event: string
  readonly payload: GitHubObject
}

type Fold = (repository: RepositoryState, payload: GitHubObject) => void

const folds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['pull_request', foldPull],
  ['pull_request_review', foldReview],
  ['pull_request_review_comment', foldReviewComment],
  ['issues', foldIssue],
  ['issue_comment', foldIssueComment],
  ['label', foldLabel],
  ['push', foldPush],
  ['check_suite', foldCheckSuite],
  ['check_run', foldCheckRun],
  ['workflow_run', foldWorkflowRun],
  ['workflow_job', foldWorkflowJob],
  ['status', foldStatus],
  ['deployment', foldDeployment],
  ['deployment_status', foldDeploymentStatus],
  ['release', foldRelease],
])

/** GitHub's state after this too: by id the newest wins, in whatever order events come. */
export function foldEvent(world: GitHubWorld, { event, payload }: WorldEvent): void {
  for (const key of ['sender', 'organization']) {
    const account = objectAt(payload, key)
    if (account !== null) world.remember(accountOf(account, key))
  }
  const object = objectAt(payload, 'repository')
  if (object === null || numberAt(object, 'id') === 0) return
  const repository = world.observe(event === 'push' ? withIsoTimes(object) : object, timeOf(payload, object))
  repository.revision += 1
  if (event === 'repository' && payload.action === 'deleted') world.remove(repository.id)
  else folds.get(event)?.(repository, payload)
}

// An event may carry a repository as it was hours ago; its own time says when.
function timeOf(payload: GitHubObject, object: GitHubObject): number | null {
  const subject = objectAt(payload, 'pull_request') ?? objectAt(payload, 'issue')
  const times = [instantAt(object, 'updated_at'), instantAt(object, 'pushed_at')]
  if (subject !== null) times.push(instantAt(subject, 'updated_at'))
  return Math.max(0, ...times.map((time) => time ?? 0))
}

// A push writes these as Unix seconds, and the owner with a name; REST never does.
function withIsoTimes(object: GitHubObject): GitHubObject {
  const iso = (key: string) => new Date(instantAt(object, key) ?? 0).toISOString().replace(/\.\d+Z$/, 'Z')
  const owner = objectAt(object, 'owner')
  return {
    ...without(object, ['stargazers', 'master_branch', 'organization']),
    created_at: iso('created_at'),
    pushed_at: iso('pushed_at'),
    ...(owner === null ? {} : { owner: without(owner, ['name', 'email']) }),
  }
}

function accountOf(account: GitHubObject, key: string): GitHubObject {
  return key === 'organization' && textAt(account, 'type') === ''
    ? { ...account, type: 'Organization' }
    : account
}
