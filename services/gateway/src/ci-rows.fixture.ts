import type { CheckRunRow, CheckSuiteRow, WorkflowJobRow, WorkflowRunRow } from '@octometer/read-store'

const MINUTE_MS = 60_000
const COMPLETED = 4
const QUEUED = 2
const commit = { head_sha: 'abc', head_branch: 'main', default_branch: 'main' } as const

/** A commit's checks around a time: each failed and then passed, its run and one job ended, another job is queued. */
export function ciRows(repository_id: number, at: Date) {
  const minutes = (count: number) => new Date(at.getTime() + count * MINUTE_MS)
  const first = { day: at.toISOString().slice(0, 10), repository_id, created_at: at }
  const flaked = {
    ...commit,
    stage: COMPLETED,
    completion: { completed_at: minutes(9), conclusion: 'success' },
    first_failed_at: minutes(5),
    last_passed_at: minutes(9),
  }
  const run: CheckRunRow = {
    ...{ ...first, check_run_id: 31, suite_id: 21, name: 'unit', app: 'github-actions', ...flaked },
    started_at: minutes(6),
    output: { stage: COMPLETED, observed_at: minutes(9), title: 'All passed', summary: null },
  }
  const suite: CheckSuiteRow = {
    ...{ ...first, suite_id: 21, app: 'github-actions', ...flaked },
    last_failed_at: minutes(5),
  }
  const attempt: WorkflowRunRow = {
    ...{ day: first.day, repository_id, started_at: at, run_id: 41, attempt: 1, created_at: at, ...commit },
    ...{ workflow_id: 5, workflow: 'CI', title: 'A change', event: 'push', run_number: 3, suite_id: 21 },
    ...{ actor: 'mona', stage: COMPLETED, conclusion: 'success', completed_at: minutes(9) },
  }
  return {
    check_runs: [run],
    check_suites: [suite],
    workflow_runs: [attempt],
    workflow_jobs: [endedJob(first, minutes), queuedJob({ ...first, created_at: minutes(-30) })],
  }
}

type First = Pick<WorkflowJobRow, 'day' | 'repository_id' | 'created_at'>

function queuedJob(first: First): WorkflowJobRow {
  return {
    ...{ ...first, job_id: 32, run_id: 42, attempt: 1, name: 'unit', workflow: 'CI', ...commit },
    ...{ labels: ['linux'], runner_name: null, runner_group: null, stage: QUEUED, conclusion: null },
    ...{ started_at: null, completed_at: null },
    steps: {
      ...{ stage: QUEUED, completed: 0, numbers: [], names: [], statuses: [], conclusions: [] },
      ...{ started_at: [], completed_at: [] },
    },
  }
}

function endedJob(first: First, minutes: (count: number) => Date): WorkflowJobRow {
  return {
    ...queuedJob(first),
    ...{ job_id: 31, run_id: 41, runner_name: 'linux 1', runner_group: 'linux', stage: COMPLETED },
    ...{ conclusion: 'success', started_at: minutes(1), completed_at: minutes(9) },
    steps: {
      ...{ stage: COMPLETED, completed: 1, numbers: [1], names: ['Test'], statuses: ['completed'] },
      ...{ conclusions: ['success'], started_at: [minutes(1)], completed_at: [minutes(9)] },
    },
  }
}
