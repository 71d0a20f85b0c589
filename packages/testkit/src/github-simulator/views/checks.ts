import { firstText, type GitHubObject, numberAt, objectAt, present, textAt, without } from '../fields.ts'
import { fullNameOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { minimalRepositoryView } from './repositories.ts'
import { integrationView, userView } from './users.ts'

export function checkSuiteView(repository: RepositoryState, suite: GitHubObject): GitHubObject {
  const id = numberAt(suite, 'id')
  const url = `https://api.github.com/repos/${fullNameOf(repository)}/check-suites/${id}`
  const runs = [...repository.checkRuns.values()].filter((run) => suiteOf(run) === id).length
  return {
    node_id: `CS_${id.toString(36)}`,
    url,
    before: null,
    after: null,
    check_runs_url: `${url}/check-runs`,
    pull_requests: [],
    latest_check_runs_count: runs,
    ...without(present(suite), ['runs_rerequestable', 'rerequestable', 'deployment']),
    app: integrationView(objectAt(suite, 'app')),
    head_commit: simpleCommitOf(repository, suite),
    repository: minimalRepositoryView(repository.object),
  }
}

function simpleCommitOf(repository: RepositoryState, about: GitHubObject): GitHubObject {
  const sha = textAt(about, 'head_sha')
  const known = objectAt(about, 'head_commit') ?? repository.commits.get(sha)?.object ?? {}
  const person = (key: string) => {
    const who = objectAt(known, key)
    return who === null ? null : { name: textAt(who, 'name'), email: emailOf(who) }
  }
  return {
    id: sha,
    tree_id: textAt(known, 'tree_id'),
    message: textAt(known, 'message'),
    timestamp: firstText(known.timestamp, about.created_at, '2020-01-01T00:00:00Z'),
    author: person('author'),
    committer: person('committer') ?? person('author'),
  }
}

// Some genuine payloads have no address there.
function emailOf(who: GitHubObject): string {
  const email = textAt(who, 'email')
  return email.includes('@') ? email : 'noreply@github.com'
}

/** The check suite that a run belongs to. */
export function suiteOf(run: GitHubObject): number {
  return numberAt(objectAt(run, 'check_suite') ?? {}, 'id')
}

export function checkRunView(repository: RepositoryState, run: GitHubObject): GitHubObject {
  const id = numberAt(run, 'id')
  const url = `https://api.github.com/repos/${fullNameOf(repository)}/check-runs/${id}`
  const output = objectAt(run, 'output') ?? {}
  return {
    node_id: `CR_${id.toString(36)}`,
    url,
    html_url: `https://github.com/${fullNameOf(repository)}/runs/${id}`,
    details_url: null,
    external_id: '',
    pull_requests: [],
    ...present(run),
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
      ...present(output),
    },
    check_suite: { id: suiteOf(run) },
    app: integrationView(objectAt(run, 'app')),
  }
}

export function statusView(repository: RepositoryState, status: GitHubObject): GitHubObject {
  const url = `https://api.github.com/repos/${fullNameOf(repository)}/statuses/${textAt(status, 'sha')}`
  const creator = userView(objectAt(status, 'sender') ?? objectAt(status, 'creator'))
  return {
    url,
    avatar_url: creator?.avatar_url ?? null,
    node_id: `SC_${numberAt(status, 'id').toString(36)}`,
    target_url: null,
    description: null,
    ...without(present(status), ['sha', 'sender', 'created_at', 'updated_at', 'changes']),
    // The webhook writes +00:00 where REST has Z.
    created_at: textAt(status, 'created_at').replace('+00:00', 'Z'),
    updated_at: textAt(status, 'updated_at').replace('+00:00', 'Z'),
    creator,
  }
}

export function workflowView(repository: RepositoryState, workflow: GitHubObject): GitHubObject {
  const id = numberAt(workflow, 'id')
  const html = `https://github.com/${fullNameOf(repository)}`
  return {
    node_id: `W_${id.toString(36)}`,
    url: `https://api.github.com/repos/${fullNameOf(repository)}/actions/workflows/${id}`,
    html_url: `${html}/blob/main/${textAt(workflow, 'path')}`,
    badge_url: `${html}/workflows/${encodeURIComponent(textAt(workflow, 'name'))}/badge.svg`,
    ...present(workflow),
  }
}

export function workflowRunView(repository: RepositoryState, run: GitHubObject): GitHubObject {
  const id = numberAt(run, 'id')
  const url = `https://api.github.com/repos/${fullNameOf(repository)}/actions/runs/${id}`
  const head = objectAt(run, 'head_repository') ?? repository.object
  const people = {
    actor: userView(objectAt(run, 'actor')),
    triggering_actor: userView(objectAt(run, 'triggering_actor')),
  }
  return {
    node_id: `WFR_${id.toString(36)}`,
    url,
    html_url: `https://github.com/${fullNameOf(repository)}/actions/runs/${id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    path: '.github/workflows/ci.yml',
    display_title: textAt(run, 'name'),
    referenced_workflows: [],
    pull_requests: [],
    ...present(run),
    ...people,
    head_commit: simpleCommitOf(repository, run),
    repository: minimalRepositoryView(repository.object),
    head_repository: minimalRepositoryView(head),
  }
}

export function jobView(repository: RepositoryState, job: GitHubObject): GitHubObject {
  const api = `https://api.github.com/repos/${fullNameOf(repository)}`
  const id = numberAt(job, 'id')
  const run = numberAt(job, 'run_id')
  return {
    node_id: `J_${id.toString(36)}`,
    url: `${api}/actions/jobs/${id}`,
    html_url: `https://github.com/${fullNameOf(repository)}/actions/runs/${run}/job/${id}`,
    run_url: `${api}/actions/runs/${run}`,
    check_run_url: `${api}/check-runs/${id}`,
    workflow_name: null,
    head_branch: null,
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
    labels: [],
    ...present(job),
    created_at: firstText(job.created_at, job.started_at),
  }
}
