import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

// Keys begin with the day of a time that never changes in a thing's life: a range of time is read in one piece, and
// within a day a repository is.
const firstSeen = { day: 'Date', repository_id: 'UInt64', created_at: "DateTime('UTC')" } as const

/** 1 waiting, 2 queued, 3 in_progress, 4 completed: what a thing has reached it does not leave. */
const stage = merged('max', 'UInt8')

const commit = {
  head_sha: merged('max', 'String'),
  head_branch: merged('max', 'Nullable(String)'),
  default_branch: merged('max', 'Nullable(String)'),
} as const

/** The newest end; a run that has not ended has the least one. */
const completion = merged('max', tuple({ completed_at: "DateTime('UTC')", conclusion: 'String' }))

export const checkRuns = defineTable('check_runs', ['day', 'repository_id', 'created_at', 'check_run_id'], {
  ...firstSeen,
  check_run_id: 'UInt64',
  suite_id: merged('max', 'UInt64'),
  name: merged('max', 'LowCardinality(String)'),
  app: merged('max', 'String'),
  ...commit,
  stage,
  started_at: merged('max', "Nullable(DateTime('UTC'))"),
  completion,
  first_failed_at: merged('min', "Nullable(DateTime('UTC'))"),
  last_passed_at: merged('max', "Nullable(DateTime('UTC'))"),
  output: merged(
    'max',
    tuple({
      stage: 'UInt8',
      observed_at: "DateTime('UTC')",
      title: 'Nullable(String)',
      summary: 'Nullable(String)',
    }),
  ),
})

export const checkSuites = defineTable('check_suites', ['day', 'repository_id', 'created_at', 'suite_id'], {
  ...firstSeen,
  suite_id: 'UInt64',
  app: merged('max', 'String'),
  ...commit,
  stage,
  completion,
  first_failed_at: merged('min', "Nullable(DateTime('UTC'))"),
  last_failed_at: merged('max', "Nullable(DateTime('UTC'))"),
  last_passed_at: merged('max', "Nullable(DateTime('UTC'))"),
})

export const commitStatuses = defineTable(
  'commit_statuses',
  ['day', 'repository_id', 'created_at', 'status_id'],
  {
    ...firstSeen,
    status_id: 'UInt64',
    context: merged('max', 'String'),
    state: merged('max', 'String'),
    head_sha: merged('max', 'String'),
    branches: merged('max', 'Array(String)'),
    default_branch: merged('max', 'Nullable(String)'),
    description: merged('max', 'Nullable(String)'),
  },
)

/** One row per attempt: a rerun has its own. */
export const workflowRuns = defineTable(
  'workflow_runs',
  ['day', 'repository_id', 'started_at', 'run_id', 'attempt'],
  {
    day: 'Date',
    repository_id: 'UInt64',
    started_at: "DateTime('UTC')",
    run_id: 'UInt64',
    attempt: 'UInt32',
    created_at: merged('max', "DateTime('UTC')"),
    workflow_id: merged('max', 'UInt64'),
    workflow: merged('max', 'String'),
    title: merged('max', 'Nullable(String)'),
    event: merged('max', 'String'),
    run_number: merged('max', 'Nullable(UInt64)'),
    suite_id: merged('max', 'Nullable(UInt64)'),
    actor: merged('max', 'Nullable(String)'),
    ...commit,
    stage,
    conclusion: merged('max', 'Nullable(String)'),
    completed_at: merged('min', "Nullable(DateTime('UTC'))"),
  },
)

export const workflowJobs = defineTable('workflow_jobs', ['day', 'repository_id', 'created_at', 'job_id'], {
  ...firstSeen,
  job_id: 'UInt64',
  run_id: merged('max', 'UInt64'),
  attempt: merged('max', 'UInt32'),
  name: merged('max', 'LowCardinality(String)'),
  workflow: merged('max', 'LowCardinality(String)'),
  ...commit,
  labels: merged('max', 'Array(String)'),
  runner_name: merged('max', 'Nullable(String)'),
  runner_group: merged('max', 'LowCardinality(Nullable(String))'),
  stage,
  conclusion: merged('max', 'LowCardinality(Nullable(String))'),
  started_at: merged('max', "Nullable(DateTime('UTC'))"),
  completed_at: merged('max', "Nullable(DateTime('UTC'))"),
  steps: merged(
    'max',
    tuple({
      stage: 'UInt8',
      completed: 'UInt32',
      numbers: 'Array(UInt32)',
      names: 'Array(String)',
      statuses: 'Array(String)',
      conclusions: 'Array(String)',
      started_at: "Array(DateTime64(3, 'UTC'))",
      completed_at: "Array(DateTime64(3, 'UTC'))",
    }),
  ),
})

/** What is known of the end of an attempt of a run, or of a suite: it proves that everything in it ended. */
export const checkEndings = defineTable(
  'check_endings',
  ['subject', 'repository_id', 'subject_id', 'attempt'],
  {
    subject: 'LowCardinality(String)',
    repository_id: 'UInt64',
    subject_id: 'UInt64',
    attempt: 'UInt32',
    seen_at: merged('max', "DateTime('UTC')"),
    ended_at: merged('max', "Nullable(DateTime('UTC'))"),
    conclusion: merged('max', 'Nullable(String)'),
  },
)

export type CheckRunRow = RowOfTable<typeof checkRuns>
export type CheckSuiteRow = RowOfTable<typeof checkSuites>
export type CommitStatusRow = RowOfTable<typeof commitStatuses>
export type WorkflowRunRow = RowOfTable<typeof workflowRuns>
export type WorkflowJobRow = RowOfTable<typeof workflowJobs>
export type CheckEndingRow = RowOfTable<typeof checkEndings>
