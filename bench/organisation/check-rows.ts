import {
  type Fill,
  hexOf,
  type Organisation,
  oneOf,
  personOf,
  repositoryOf,
  share,
  times,
} from './expressions.ts'

/** Deliveries per attempt of a workflow run, with all that belongs to it. */
const DELIVERIES_PER_RUN = 40
const JOBS_PER_RUN = 4
/** A job's own, and one of another app. */
const CHECK_RUNS_PER_RUN = 5
const REPORTS_PER_RUN = 3
const STEPS = 8
const WORKFLOWS = ['CI', 'Lint', 'Release', 'CodeQL', 'Nightly', 'Deploy']

/** Attempts of workflow runs, their suites, jobs and check runs, and commit statuses. */
export function checkFills(organisation: Organisation): readonly Fill[] {
  const runs = runsOf(organisation)
  return [
    { table: 'workflow_runs', columns: RUN_COLUMNS, rows: runRows(organisation), count: runs },
    { table: 'check_suites', columns: SUITE_COLUMNS, rows: suiteRows(organisation), count: runs },
    { table: 'workflow_jobs', columns: JOB_COLUMNS, rows: jobRows(organisation), count: runs * JOBS_PER_RUN },
    {
      table: 'check_runs',
      columns: CHECK_COLUMNS,
      rows: checkRows(organisation),
      count: runs * CHECK_RUNS_PER_RUN,
    },
    {
      table: 'commit_statuses',
      columns: REPORT_COLUMNS,
      rows: reportRows(organisation),
      count: runs * REPORTS_PER_RUN,
    },
    { table: 'check_endings', columns: ENDING_COLUMNS, rows: endingRows(organisation, 'run'), count: runs },
    {
      table: 'check_endings',
      columns: ENDING_COLUMNS,
      rows: endingRows(organisation, 'suite'),
      count: runs,
    },
  ]
}

const runsOf = ({ deliveries }: Organisation) => Math.floor(deliveries / DELIVERIES_PER_RUN)

/** What all of a run's rows share, by the run's number `r`: every twentieth is a second attempt at the one before. */
function shared(organisation: Organisation): string {
  const { at, end } = times(organisation)
  return `
    r % 20 = 19 AS again, r - again AS base, toUInt32(1 + again) AS attempt, ${repositoryOf('base', organisation)} AS repository_id,
    ${at('base', runsOf(organisation))} + again * 5400 AS began, ${hexOf('base')} AS head_sha,
    if(cityHash64(base, 'branch') % 10 < 3, 'main', concat('feature/', toString(base % 40000))) AS head_branch,
    toUInt32(60 + 3540 * pow(${share('r', 'length')}, 3)) AS length, began + length AS ended, ended < ${end} AS is_over,
    ${oneOf('base', 'workflow', WORKFLOWS)} AS workflow,
    multiIf(NOT is_over, '', r % 100 < 86, 'success', r % 100 < 94, 'failure', r % 100 < 98, 'cancelled', 'skipped') AS outcome,
    if(is_over, 4, 3) AS reached`
}

const from = (numbers: string, organisation: Organisation) =>
  `FROM (SELECT *, ${shared(organisation)} FROM (SELECT number, ${numbers} AS r FROM numbers({from}, {count})))`

const COMMIT = 'head_sha, head_branch, default_branch, stage'
const COMMIT_VALUES = "head_sha, head_branch, 'main', reached"

const RUN_COLUMNS = `day, repository_id, started_at, run_id, attempt, created_at, workflow_id, workflow, title, event, run_number,
  suite_id, actor, ${COMMIT}, conclusion, completed_at`
const runRows = (organisation: Organisation) => `
  SELECT toDate(began), repository_id, began, base, attempt, began - again * 5400, cityHash64(repository_id, workflow) % 100000000,
    workflow, concat('Change ', toString(base % 40000), ' to what is built here'),
    ${oneOf('base', 'event', ['push', 'push', 'pull_request', 'pull_request', 'pull_request', 'schedule'])},
    base % 10000, base, ${personOf('base', 'repository_id', organisation)}, ${COMMIT_VALUES}, nullIf(outcome, ''),
    if(is_over, toNullable(ended), NULL)
  ${from('number', organisation)}`

const SUITE_COLUMNS = `day, repository_id, created_at, suite_id, app, ${COMMIT}, completion, first_failed_at, last_failed_at, last_passed_at`
const FAILED = "outcome = 'failure'"
const suiteRows = (organisation: Organisation) => `
  SELECT toDate(began), repository_id, began, r, if(cityHash64(r, 'app') % 6 = 0, 'coverage', 'github-actions'), ${COMMIT_VALUES},
    if(is_over, (ended, outcome), (toDateTime(0, 'UTC'), '')), if(${FAILED}, toNullable(ended), NULL),
    if(${FAILED}, toNullable(ended), NULL), if(outcome = 'success', toNullable(ended), NULL)
  ${from('number', organisation)}`

const JOB_COLUMNS = `day, repository_id, created_at, job_id, run_id, attempt, name, workflow, ${COMMIT}, labels, runner_name,
  runner_group, conclusion, started_at, completed_at, steps`
const JOB_NAME = `concat(lower(workflow), ' ', ['build', 'test', 'lint', 'package'][1 + number % ${JOBS_PER_RUN}],
  if(base % 3 = 0, ' (windows)', ' (linux)'))`
const STEP_NAMES = [
  'Set up job',
  'Check out',
  'Set up Node',
  'Install',
  'Build',
  'Test',
  'Upload',
  'Complete job',
]
const jobRows = (organisation: Organisation) => `
  SELECT toDate(began), repository_id, began, number, base, attempt, ${JOB_NAME}, workflow, ${COMMIT_VALUES},
    ['ubuntu-latest'], if(outcome = 'skipped', NULL, concat('runner-', toString(cityHash64(number) % 300))),
    if(outcome = 'skipped', NULL, ${oneOf('number', 'group', ['GitHub Actions', 'GitHub Actions', 'large', 'arm', 'macos'])}),
    nullIf(outcome, ''), began + cityHash64(number, 'wait') % 180 AS taken, if(is_over, toNullable(ended), NULL),
    (reached, ${STEPS}, range(1, ${STEPS + 1}), [${STEP_NAMES.map((name) => `'${name}'`).join(', ')}],
      arrayResize(['completed'], ${STEPS}, 'completed'), arrayResize(['success'], ${STEPS}, 'success'),
      arrayMap(step -> toDateTime64(taken + intDiv(length * step, ${STEPS}), 3, 'UTC'), range(${STEPS})),
      arrayMap(step -> toDateTime64(taken + intDiv(length * (step + 1), ${STEPS}), 3, 'UTC'), range(${STEPS})))
  ${from(`intDiv(number, ${JOBS_PER_RUN})`, organisation)}`

const CHECK_COLUMNS = `day, repository_id, created_at, check_run_id, suite_id, name, app, ${COMMIT}, started_at, completion,
  first_failed_at, last_passed_at, output`
// One in a hundred fails and then passes.
const FLAKES = `outcome = 'success' AND cityHash64(number, 'flake') % 100 = 0`
const checkRows = (organisation: Organisation) => `
  SELECT toDate(began), repository_id, began, number, r, if(number % ${CHECK_RUNS_PER_RUN} = 4, 'coverage', ${JOB_NAME}),
    if(number % ${CHECK_RUNS_PER_RUN} = 4, 'coverage', 'github-actions'), ${COMMIT_VALUES}, began,
    if(is_over, (ended, outcome), (toDateTime(0, 'UTC'), '')),
    if(${FAILED} OR ${FLAKES}, toNullable(ended - 30), NULL), if(outcome = 'success', toNullable(ended), NULL),
    if(number % 2 = 0, (0, toDateTime(0, 'UTC'), NULL, NULL), (reached, ended, concat('Run ', toString(number)),
      repeat(concat('Of ', toString(number % 97), ' cases all have passed. '), 1 + number % 8)))
  ${from(`intDiv(number, ${CHECK_RUNS_PER_RUN})`, organisation)}`

const REPORT_COLUMNS =
  'day, repository_id, created_at, status_id, context, state, head_sha, branches, default_branch, description'
const CONTEXTS = ['ci/legacy', 'license', 'deploy/preview']
// Of three reports of one context the first is pending, the last is how it ended.
const reportRows = (organisation: Organisation) => `
  SELECT toDate(at), repository_id, began + 20 * (number % ${REPORTS_PER_RUN}) AS at, number, ${oneOf('r', 'context', CONTEXTS)},
    multiIf(number % ${REPORTS_PER_RUN} < 2, 'pending', outcome = 'failure', 'failure', 'success'), head_sha, [head_branch], 'main',
    'Said by an older system'
  ${from(`intDiv(number, ${REPORTS_PER_RUN})`, organisation)}`

const ENDING_COLUMNS = 'subject, repository_id, subject_id, attempt, seen_at, ended_at, conclusion'
const endingRows = (organisation: Organisation, subject: 'run' | 'suite') => `
  SELECT '${subject}', repository_id, ${subject === 'run' ? 'base, attempt' : 'r, 0'}, if(is_over, ended, began),
    if(is_over, toNullable(ended), NULL), nullIf(outcome, '')
  ${from('number', organisation)}`
