import type {
  CheckSuiteSnapshot,
  CommitStatusSnapshot,
  CommitsSnapshot,
  DeploymentSnapshot,
  IssueSnapshot,
  PullRequestSnapshot,
  ReleaseSnapshot,
  Snapshot,
  WorkflowRunSnapshot,
} from '@octometer/event-contracts'
import { issueClosings, pullClosings } from './closings.ts'

/** What deliveries tell, as far as readers ask for it; a delivery is one too. */
export interface Told {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  /** Login; null: not known. */
  readonly sender: string | null
}

/**
 * The payloads that GitHub would have delivered of what a snapshot shows, so that what reads those reads this: the same
 * things by the same keys at the same times. Nobody is named who only the events themselves name.
 */
export function toldBySnapshot(snapshot: Snapshot): readonly Told[] {
  switch (snapshot.type) {
    case 'pull_request':
      return [...pullRequestEvents(snapshot), ...reviewEvents(snapshot), ...commentEvents(snapshot)]
    case 'issue':
      return [...issueEvents(snapshot), ...issueCommentEvents(snapshot)]
    case 'commits':
      return [push(snapshot)]
    case 'check_suite':
      return checkEvents(snapshot)
    case 'workflow_run':
      return workflowEvents(snapshot)
    case 'commit_status':
      return statusEvents(snapshot)
    case 'deployment':
      return deploymentEvents(snapshot)
    case 'release':
      return [releaseEvent(snapshot)]
    default:
      return []
  }
}

function told(event: string, payload: Told['payload']): Told {
  return { event, payload, sender: null }
}

function repositoryIn({ default_branch }: { readonly default_branch?: string | null | undefined }) {
  return { default_branch: default_branch ?? null }
}

function pullRequestEvents(snapshot: PullRequestSnapshot): readonly Told[] {
  const { pull_request } = snapshot
  const event = (action: string, shown: object) =>
    told('pull_request', { action, pull_request: shown, repository: repositoryIn(snapshot) })
  const closed = pullClosings(snapshot).map((closed_at) =>
    event('closed', { ...pull_request, merged_at: null, closed_at }),
  )
  const merged = pull_request.merged_at === null ? [] : [event('closed', pull_request)]
  return [event('opened', pull_request), ...closed, ...merged]
}

/** What a review said before it was dismissed nobody tells. */
function reviewEvents(snapshot: PullRequestSnapshot): readonly Told[] {
  const { pull_request, reviews } = snapshot
  return (reviews ?? []).map((review) =>
    told('pull_request_review', {
      action: review.state.toLowerCase() === 'dismissed' ? 'dismissed' : 'submitted',
      review,
      pull_request,
      repository: repositoryIn(snapshot),
    }),
  )
}

function commentEvents(snapshot: PullRequestSnapshot): readonly Told[] {
  const { pull_request, comments, review_comments } = snapshot
  const { number, created_at, state, user, merged_at } = pull_request
  const issue = { number, created_at, state, user, pull_request: { merged_at } }
  const repository = repositoryIn(snapshot)
  return [
    ...(comments ?? []).map((comment) => told('issue_comment', { action: 'created', issue, comment })),
    ...(review_comments ?? []).map((comment) =>
      told('pull_request_review_comment', { action: 'created', comment, pull_request, repository }),
    ),
  ]
}

function issueCommentEvents({ issue, comments }: IssueSnapshot): readonly Told[] {
  return (comments ?? []).map((comment) => told('issue_comment', { action: 'created', issue, comment }))
}

function issueEvents(snapshot: IssueSnapshot): readonly Told[] {
  const { issue } = snapshot
  const event = (action: string, shown: object) =>
    told('issues', { action, issue: shown, repository: repositoryIn(snapshot) })
  // How it was called at an earlier closing is not known: what says so loses against any payload of later.
  const closed = issueClosings(snapshot).map((closed_at) =>
    event('closed', { ...issue, state: 'closed', closed_at, updated_at: closed_at }),
  )
  const now = issue.state === 'closed' && issue.closed_at != null ? [event('closed', issue)] : []
  return [event('opened', issue), ...closed, ...now]
}

function push(snapshot: CommitsSnapshot): Told {
  const { branch, commits } = snapshot
  const ref = `refs/heads/${branch}`
  return told('push', { ref, before: '', after: '', commits, repository: repositoryIn(snapshot) })
}

function checkEvents(snapshot: CheckSuiteSnapshot): readonly Told[] {
  const { check_suite, check_runs } = snapshot
  const repository = repositoryIn(snapshot)
  const runs = (check_runs ?? []).map((run) =>
    told('check_run', { action: run.status, check_run: { ...run, check_suite }, repository }),
  )
  return [told('check_suite', { action: check_suite.status, check_suite, repository }), ...runs]
}

function workflowEvents(snapshot: WorkflowRunSnapshot): readonly Told[] {
  const { workflow_run, jobs, workflow: name } = snapshot
  const repository = repositoryIn(snapshot)
  const workflow = name == null ? null : { name }
  return [
    told('workflow_run', { action: workflow_run.status, workflow_run, workflow, repository }),
    ...(jobs ?? []).map((job) => told('workflow_job', { action: job.status, workflow_job: job, repository })),
  ]
}

function statusEvents(snapshot: CommitStatusSnapshot): readonly Told[] {
  const { sha, branches, statuses } = snapshot
  const its = {
    sha,
    branches: (branches ?? []).map((name) => ({ name })),
    repository: repositoryIn(snapshot),
  }
  return statuses.map((status) => told('status', { ...status, ...its }))
}

function deploymentEvents({ deployment, statuses }: DeploymentSnapshot): readonly Told[] {
  return [
    told('deployment', { action: 'created', deployment }),
    ...(statuses ?? []).map((status) =>
      told('deployment_status', { action: 'created', deployment, deployment_status: status }),
    ),
  ]
}

/** Whatever was done to a release, this is what it is after it. */
function releaseEvent(snapshot: ReleaseSnapshot): Told {
  return told('release', {
    action: 'edited',
    release: snapshot.release,
    repository: repositoryIn(snapshot),
  })
}
