import { type CheckRun, type CheckSuite, pullLink } from './check-events.ts'
import { genuineExample, objectIn, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import { fullName } from './model.ts'
import { headCommitObject } from './push-event.ts'
import { repositoryObject } from './repositories.ts'
import type { World } from './world.ts'
import { isoSeconds } from './zone.ts'

export interface WorkflowRun {
  readonly id: number
  readonly number: number
  readonly attempt: number
  readonly suite: CheckSuite
  readonly startedAt: number
}

const genuineRun = objectIn(genuineExample('workflow_run', 2), 'workflow_run')
const genuineJob = objectIn(genuineExample('workflow_job', 1), 'workflow_job')
/** What the runs, their workflow and their jobs are of. */
const WORKFLOW = { name: 'CI', path: '.github/workflows/ci.yml' }
const people = ['actor', 'triggering_actor']
const ofFile = [
  ['workflows/test/badge', `workflows/${WORKFLOW.name}/badge`],
  ['.github/workflows/test.yml', WORKFLOW.path],
] as const
const runShape = shapeOf(genuineRun, [
  ...people,
  'head_repository',
  'repository',
  'head_commit',
  'pull_requests',
])
const jobShape = shapeOf(genuineJob, ['steps'])
const workflowShape = shapeOf(objectIn(genuineExample('workflow_run', 2), 'workflow'), ['name', 'path'])

/** Sends `workflow_run`: requested, in_progress or completed. */
export function deliverWorkflowRun(world: World, action: string, run: WorkflowRun): void {
  const { suite } = run
  const { repository, sha, branch, commit, pulls } = suite.subject
  const names = [['octo-org/octo-repo', fullName(repository)]] as const
  const actor = commit.author.object
  const repo = repositoryObject(repository)
  const workflowRun = runShape([...names, ['289782451', String(run.id)]], {
    id: run.id,
    name: WORKFLOW.name,
    head_branch: branch,
    head_sha: sha,
    event: pulls.length > 0 ? 'pull_request' : 'push',
    status: action === 'requested' ? 'queued' : action,
    conclusion: action === 'completed' ? suite.conclusion : null,
    check_suite_id: suite.id,
    run_number: run.number,
    run_attempt: run.attempt,
    run_started_at: isoSeconds(run.startedAt),
    created_at: isoSeconds(suite.createdAt),
    updated_at: isoSeconds(world.now()),
    display_title: commit.message,
    head_commit: headCommitObject(commit),
    pull_requests: pulls.map(pullLink),
    actor,
    triggering_actor: actor,
    repository: repo,
    head_repository: repo,
  })
  const workflow = workflowShape([...names, ...ofFile], WORKFLOW)
  const payload = { action, workflow, workflow_run: workflowRun }
  world.deliver({ event: 'workflow_run', repository, sender: commit.author, payload })
}

/** Sends `workflow_job` of a check run: queued, in_progress or completed. */
export function deliverWorkflowJob(world: World, action: string, workflow: WorkflowRun, run: CheckRun): void {
  const { repository, sha, branch, commit } = run.suite.subject
  const job = jobShape([['octo-org/octo-repo', fullName(repository)]], {
    id: run.id,
    run_id: workflow.id,
    run_attempt: workflow.attempt,
    head_sha: sha,
    head_branch: branch,
    name: run.name,
    workflow_name: WORKFLOW.name,
    status: action,
    conclusion: run.conclusion,
    created_at: isoSeconds(run.suite.createdAt),
    started_at: isoSeconds(run.startedAt),
    completed_at: run.completedAt === null ? null : isoSeconds(run.completedAt),
    steps: action === 'completed' ? steps(run) : [],
  })
  const payload = { action, workflow_job: job }
  world.deliver({ event: 'workflow_job', repository, sender: commit.author, payload })
}

function steps(run: CheckRun): JsonObject[] {
  const end = run.completedAt ?? run.startedAt
  const middle = run.startedAt + Math.floor((end - run.startedAt) / 2000) * 1000
  const step = (number: number, name: string, conclusion: string | null, from: number, to: number) => ({
    name,
    status: 'completed',
    conclusion,
    number,
    // Steps have milliseconds, jobs have not.
    started_at: new Date(from).toISOString(),
    completed_at: new Date(to).toISOString(),
  })
  return [
    step(1, 'Set up job', 'success', run.startedAt, run.startedAt),
    step(2, 'Run actions/checkout@v4', 'success', run.startedAt, middle),
    step(3, `Run ${run.name}`, run.conclusion, middle, end),
  ]
}
