import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  isFew,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  second,
  tableOf,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'
import {
  groupColumns,
  sortedGroupPage,
  sortedGroupRow,
  sortedGroups,
  sortedSpread,
  spread,
  spreadIf,
  spreadOf,
} from './group-pages.ts'
import { type SortColumns, sortedCount, sortedNumber, sortedText } from './sorting.ts'

/** A window has a beginning: without one, every job there ever was would be read. */
const window = { since: z.date(), until: z.date() }

const filters = {
  ...window,
  repositories: repositoryIds,
  workflows: anyOfTexts,
  branches: anyOfTexts,
}

function windowFilters(
  at: string,
  parameters: z.output<z.ZodObject<typeof filters>>,
): readonly (Condition | null)[] {
  return [
    ...inDays(at, parameters),
    inRepositories(parameters.repositories),
    oneOfAnyCase('workflow', 'workflows', parameters.workflows),
    oneOf("ifNull(head_branch, '')", 'branches', parameters.branches),
  ]
}

/** A group's columns are null where they do not make the group. */
const groupRow = {
  repository_id: z.number().nullable(),
  workflow: z.string().nullable(),
}

// `greatest` would make 0 of what is unknown.
const SECONDS = 'if(completed_at < started_at, 0, toInt64(completed_at) - toInt64(started_at))'
const FAILED = "('failure', 'timed_out', 'startup_failure')"

const RUN_DIMENSIONS = {
  repository: 'repository_id',
  workflow: 'workflow',
  event: 'event',
  branch: 'head_branch',
} as const

const runDimensions = ['repository', 'workflow', 'event', 'branch'] as const

const runGroupRow = z.object({
  ...groupRow,
  event: z.string().nullable(),
  branch: z.string().nullable(),
  attempts: z.number(),
  runs: z.number(),
  reruns: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  skipped: z.number(),
  unfinished: z.number(),
  duration: spread,
  ...sortedGroupRow,
})

export type WorkflowRunGroup = z.output<typeof runGroupRow>

/** Which runs are asked for. */
export const runQuestion = { generation, ...filters, events: anyOfTexts }

export function runFilters(question: z.output<z.ZodObject<typeof runQuestion>>): RenderedQuery {
  return where([...windowFilters('started_at', question), oneOf('event', 'events', question.events)])
}

const SHARE_UNIT = 1e12
const share = (part: string, total: string) =>
  sortedNumber(`${part} / (${total})`, `${total} > 0`, SHARE_UNIT)

const runColumns: SortColumns = {
  attempts: sortedCount('attempts'),
  runs: sortedCount('runs'),
  reruns: sortedCount('reruns'),
  succeeded: sortedCount('succeeded'),
  failed: sortedCount('failed'),
  cancelled: sortedCount('cancelled'),
  success_rate: share('succeeded', 'succeeded + failed'),
  workflow: sortedText('workflow'),
  ...sortedSpread('duration', 'duration'),
}

/** Attempts of workflow runs by group, in any order. */
export const workflowRunGroups = defineQuery({
  name: 'workflows.run_groups',
  parameters: z.object({
    ...runQuestion,
    group_by: z.array(z.enum(runDimensions)).readonly(),
    ...sortedGroupPage,
  }),
  row: runGroupRow,
  render: (parameters) => {
    const { sql, values } = runFilters(parameters)
    const group = groupColumns(RUN_DIMENSIONS, parameters.group_by)
    const groups = {
      sql: `
        SELECT ${group.columns}, count() AS attempts, uniqExact(repository_id, run_id) AS runs,
          countIf(attempt > 1) AS reruns, countIf(conclusion = 'success') AS succeeded,
          countIf(conclusion IN ${FAILED}) AS failed, countIf(conclusion = 'cancelled') AS cancelled,
          countIf(conclusion = 'skipped') AS skipped, countIf(stage < 4) AS unfinished,
          ${spreadOf('seconds')} AS duration, ${group.key} AS sort_key
        FROM (
          SELECT repository_id, run_id, attempt, workflow, event, head_branch, stage, conclusion,
            if(conclusion = 'skipped', NULL, ${SECONDS}) AS seconds
          FROM ${tableOf('workflow_runs', parameters.generation)} FINAL ${sql})
        GROUP BY ${group.by}`,
      values,
    }
    return sortedGroups(groups, runColumns, parameters)
  },
})

const WASTEFUL = "('failure', 'timed_out', 'startup_failure', 'cancelled')"

const JOB_DIMENSIONS = {
  repository: 'repository_id',
  workflow: 'workflow',
  job: 'name',
  runner_group: 'runner_group',
} as const

const jobDimensions = ['repository', 'workflow', 'job', 'runner_group'] as const

const jobGroupRow = z.object({
  ...groupRow,
  job: z.string().nullable(),
  runner_group: z.string().nullable(),
  jobs: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  skipped: z.number(),
  queue_wait: spread,
  duration: spread,
  seconds: z.number(),
  billed_minutes: z.number(),
  wasted_seconds: z.number(),
  ...sortedGroupRow,
})

export type WorkflowJobGroup = z.output<typeof jobGroupRow>

/** A run lasts 35 days at most: an attempt that began earlier has no jobs in the window. */
const LONGEST_RUN_DAYS = 35

/** Which jobs are asked for. */
export const jobQuestion = { generation, ...filters, names: anyOfTexts, runner_groups: anyOfTexts }

export function jobFilters(question: z.output<z.ZodObject<typeof jobQuestion>>): RenderedQuery {
  return where([
    ...windowFilters('created_at', question),
    oneOfAnyCase('name', 'names', question.names),
    oneOfAnyCase("ifNull(runner_group, '')", 'runner_groups', question.runner_groups),
  ])
}

const jobColumns: SortColumns = {
  minutes: sortedNumber('seconds', 'duration.1 > 0', 1),
  jobs: sortedCount('jobs'),
  succeeded: sortedCount('succeeded'),
  failed: sortedCount('failed'),
  cancelled: sortedCount('cancelled'),
  wasted_minutes: sortedNumber('wasted_seconds', 'duration.1 > 0', 1),
  wasted_share: share('wasted_seconds', 'seconds'),
  workflow: sortedText('workflow'),
  job: sortedText('job'),
  runner_group: sortedText('runner_group'),
  ...sortedSpread('queue_wait', 'queue_wait'),
  ...sortedSpread('duration', 'duration'),
}

/**
 * Jobs by group, in any order. Time is wasted by a job whose attempt failed or was cancelled, or was repeated;
 * of an attempt that nothing is known of, by a job that failed or was cancelled itself.
 */
export const workflowJobGroups = defineQuery({
  name: 'workflows.job_groups',
  parameters: z.object({
    ...jobQuestion,
    group_by: z.array(z.enum(jobDimensions)).readonly(),
    ...sortedGroupPage,
  }),
  row: jobGroupRow,
  render: (parameters) => {
    const { sql, values } = jobFilters(parameters)
    const group = groupColumns(JOB_DIMENSIONS, parameters.group_by)
    const jobs = isFew(parameters.repositories) ? jobsOfFew : jobsWithWaste
    const groups = {
      sql: `
        SELECT ${group.columns}, count() AS jobs, countIf(conclusion = 'success') AS succeeded,
          countIf(conclusion IN ${FAILED}) AS failed, countIf(conclusion = 'cancelled') AS cancelled,
          countIf(conclusion = 'skipped') AS skipped, ${spreadIf('wait', 'has_wait')} AS queue_wait,
          ${spreadIf('time', 'has_time')} AS duration, sumIf(time, has_time) AS seconds,
          sumIf(intDiv(time + 59, 60), has_time) AS billed_minutes, sumIf(time, has_time AND wasted) AS wasted_seconds,
          ${group.key} AS sort_key
        FROM (${jobs(parameters.generation, sql, inRepositories(parameters.repositories))})
        GROUP BY ${group.by}`,
      values,
    }
    return sortedGroups(groups, jobColumns, parameters)
  },
})

/**
 * The attempt that a job or a row of a run belongs to, as one number: a set of numbers is asked several times as quickly as
 * joined rows are.
 */
const ATTEMPT = 'cityHash64(repository_id, run_id, attempt)'

function jobsWithWaste(of: string, filter: string, inScope: Condition | null): string {
  const began = beganIn(inScope)
  const [jobs, runs] = [tableOf('workflow_jobs', of), tableOf('workflow_runs', of)]
  const repeated = (table: string) =>
    `SELECT repository_id, run_id, attempt FROM ${table} WHERE ${began} AND attempt > 1`
  // Rows of one attempt that have a conclusion have the same one: any of them will do.
  const ended = `FROM ${runs} WHERE ${began} AND isNotNull(conclusion)`
  const conclusion = 'assumeNotNull(conclusion)'
  return `
    SELECT *, ${ATTEMPT} IN (
        SELECT cityHash64(repository_id, run_id, arrayJoin(range(toUInt32(0), newest))) FROM (
          SELECT repository_id, run_id, max(attempt) AS newest FROM (${repeated(runs)} UNION ALL ${repeated(jobs)})
          GROUP BY repository_id, run_id)
        UNION ALL SELECT ${ATTEMPT} ${ended} AND ${conclusion} IN ${WASTEFUL}) AS lost,
      lost OR (conclusion IN ${WASTEFUL} AND ${ATTEMPT} NOT IN (
        SELECT ${ATTEMPT} ${ended} AND ${conclusion} NOT IN ${WASTEFUL} AND ${ATTEMPT} IN (
          SELECT ${ATTEMPT} FROM ${jobs} ${filter} AND ${conclusion} IN ${WASTEFUL}))) AS wasted
    FROM (SELECT ${JOB} FROM ${jobs} FINAL ${filter})`
}

/** The rows of a few repositories lie far apart: what is asked of runs and their jobs is read once and told apart by run. */
function jobsOfFew(of: string, filter: string, inScope: Condition | null): string {
  const began = `WHERE ${beganIn(inScope)}`
  const conclusion = 'assumeNotNull(conclusion)'
  const noJob =
    "'' AS workflow, '' AS name, NULL AS runner_group, '' AS said, 0 AS waited, 0 AS ran, 0 AS wait, 0 AS time"
  return `
    SELECT repository_id, job.1 AS attempt, job.2 AS workflow, job.3 AS name, job.4 AS runner_group, job.5 AS conclusion,
      job.6 AS has_wait, job.7 AS has_time, job.8 AS wait, job.9 AS time,
      attempt < newest OR has(ends, (attempt, 1))
        OR (conclusion IN ${WASTEFUL} AND NOT has(ends, (attempt, 0))) AS wasted
    FROM (
      SELECT repository_id, run_id, maxIf(attempt, attempt > 1) AS newest, groupUniqArrayIf((attempt, is_bad), is_end) AS ends,
        groupArrayIf((attempt, workflow, name, runner_group, said, waited, ran, wait, time), is_job) AS jobs
      FROM (
        SELECT repository_id, run_id, attempt, 1 AS is_job, 0 AS is_end, toUInt8(0) AS is_bad, workflow, name, runner_group,
          conclusion AS said, has_wait AS waited, has_time AS ran, wait, time
        FROM (SELECT ${JOB} FROM ${tableOf('workflow_jobs', of)} FINAL ${filter})
        UNION ALL
        SELECT repository_id, run_id, attempt, 0, 0, 0, ${noJob} FROM ${tableOf('workflow_jobs', of)} ${began} AND attempt > 1
        UNION ALL
        SELECT repository_id, run_id, attempt, 0, isNotNull(conclusion), ${conclusion} IN ${WASTEFUL}, ${noJob}
        FROM ${tableOf('workflow_runs', of)} ${began})
      GROUP BY repository_id, run_id)
    ARRAY JOIN jobs AS job`
}

function beganIn(inScope: Condition | null): string {
  return `day >= toDate(${second('since')}) - ${LONGEST_RUN_DAYS} ${inScope === null ? '' : `AND ${inScope.sql}`}`
}

const JOB = `repository_id, run_id, attempt, workflow, name, runner_group, ifNull(conclusion, '') AS conclusion,
  isNotNull(runner_name) AND isNotNull(started_at) AS is_started,
  is_started AND toUnixTimestamp(created_at) != 0 AS has_wait, is_started AND isNotNull(completed_at) AS has_time,
  ${secondsFrom('created_at', 'assumeNotNull(started_at)')} AS wait,
  ${secondsFrom('assumeNotNull(started_at)', 'assumeNotNull(completed_at)')} AS time`

/** Seconds between two times that are known, as small a number as there is: 0 where the second comes first. */
function secondsFrom(from: string, to: string): string {
  return `if(${to} < ${from}, 0, toUnixTimestamp(${to}) - toUnixTimestamp(${from}))`
}
