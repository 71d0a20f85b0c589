import {
  type WorkflowJobLife,
  type WorkflowRunLife,
  type WorkflowStep,
  workflowJobSchema,
  workflowRunSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { CheckEndingRow, WorkflowJobRow, WorkflowRunRow } from '@octometer/read-store'
import type { Told } from '../told-by-snapshot.ts'
import { dayOf, NEVER, STAGE, stageOf, textOrNull } from './stage.ts'

type Payload = Told['payload']
type Run = WorkflowRunLife['workflow_run']
type Job = WorkflowJobLife['workflow_job']

export function workflowRunRows(payload: Payload, repositoryId: number): RowsByTable {
  const event = workflowRunSchema.parse(payload)
  const run = event.workflow_run
  const stage = runStage(event.action, run)
  const ended = stage === STAGE.completed
  const startedAt = run.run_started_at ?? run.created_at
  const row: WorkflowRunRow = {
    day: dayOf(startedAt),
    repository_id: repositoryId,
    started_at: startedAt,
    run_id: run.id,
    attempt: run.run_attempt,
    created_at: run.created_at,
    workflow_id: run.workflow_id,
    workflow: textOrNull(event.workflow?.name) ?? run.name ?? '',
    title: textOrNull(run.display_title),
    event: run.event,
    run_number: run.run_number ?? null,
    suite_id: run.check_suite_id ?? null,
    actor: run.actor?.login ?? null,
    head_sha: run.head_sha,
    head_branch: run.head_branch ?? null,
    default_branch: event.repository?.default_branch ?? null,
    stage,
    conclusion: ended ? textOrNull(run.conclusion) : null,
    completed_at: ended ? run.updated_at : null,
  }
  const ending: CheckEndingRow = {
    subject: 'run',
    repository_id: repositoryId,
    subject_id: run.id,
    attempt: run.run_attempt,
    seen_at: run.updated_at,
    ended_at: row.completed_at,
    conclusion: row.conclusion,
  }
  return { workflow_runs: [row], check_endings: [ending] }
}

/** A run that asks for an approval says that it is completed, and goes on under the same attempt once it is approved. */
function runStage(action: string, run: Run): number {
  return run.conclusion === 'action_required' ? STAGE.waiting : stageOf({ ...run, action })
}

/** A job proves that its attempt began, and so that the attempts before it ended. */
export function workflowJobRows(payload: Payload, repositoryId: number): RowsByTable {
  const { action, workflow_job, repository } = workflowJobSchema.parse(payload)
  const stage = stageOf({ ...workflow_job, action })
  const ending: CheckEndingRow = {
    subject: 'run',
    repository_id: repositoryId,
    subject_id: workflow_job.run_id,
    attempt: workflow_job.run_attempt,
    seen_at: workflow_job.completed_at ?? workflow_job.started_at ?? workflow_job.created_at ?? NEVER,
    ended_at: null,
    conclusion: null,
  }
  const defaultBranch = repository?.default_branch ?? null
  return {
    workflow_jobs: [jobRow(workflow_job, { repositoryId, defaultBranch, stage })],
    check_endings: [ending],
  }
}

interface JobSeen {
  readonly repositoryId: number
  readonly defaultBranch: string | null
  readonly stage: number
}

function jobRow(job: Job, { repositoryId, defaultBranch, stage }: JobSeen): WorkflowJobRow {
  const createdAt = job.created_at ?? NEVER
  return {
    day: dayOf(createdAt),
    repository_id: repositoryId,
    created_at: createdAt,
    job_id: job.id,
    run_id: job.run_id,
    attempt: job.run_attempt,
    name: job.name,
    workflow: job.workflow_name ?? '',
    head_sha: job.head_sha,
    head_branch: job.head_branch ?? null,
    default_branch: defaultBranch,
    labels: [...job.labels].sort(),
    // GitHub fills these in while a job is queued too: with the time of queueing, and with a runner of before.
    runner_name: stage < STAGE.inProgress ? null : textOrNull(job.runner_name),
    runner_group: stage < STAGE.inProgress ? null : textOrNull(job.runner_group_name),
    stage,
    conclusion: stage === STAGE.completed ? textOrNull(job.conclusion) : null,
    started_at: stage < STAGE.inProgress ? null : (job.started_at ?? null),
    completed_at: stage === STAGE.completed ? (job.completed_at ?? null) : null,
    steps: stepsOf(stage, job.steps ?? []),
  }
}

function stepsOf(stage: number, steps: readonly WorkflowStep[]): WorkflowJobRow['steps'] {
  const inOrder = [...steps].sort((a, b) => a.number - b.number)
  return {
    stage,
    completed: steps.filter(({ status }) => status === 'completed').length,
    numbers: inOrder.map(({ number }) => number),
    names: inOrder.map(({ name }) => name),
    statuses: inOrder.map(({ status }) => status ?? ''),
    conclusions: inOrder.map(({ conclusion }) => conclusion ?? ''),
    started_at: inOrder.map(({ started_at }) => started_at ?? NEVER),
    completed_at: inOrder.map(({ completed_at }) => completed_at ?? NEVER),
  }
}
