import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  second,
  tableOf,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'
import { groupOrder, groupPage, spread, spreadOf } from './group-pages.ts'

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
const WAIT = `if(isNull(runner_name) OR toUnixTimestamp(created_at) = 0, NULL,
  if(started_at < created_at, 0, toInt64(started_at) - toInt64(created_at)))`

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
  sort_value: z.number(),
  sort_key: z.string(),
})

export type WorkflowRunGroup = z.output<typeof runGroupRow>

/** Which runs are asked for. */
export const runQuestion = { generation, ...filters, events: anyOfTexts }

export function runFilters(question: z.output<z.ZodObject<typeof runQuestion>>): RenderedQuery {
  return where([...windowFilters('started_at', question), oneOf('event', 'events', question.events)])
}

/** Attempts of workflow runs by group, the most attempts first. */
export const workflowRunGroups = defineQuery({
  name: 'workflows.run_groups',
  parameters: z.object({
    ...runQuestion,
    group_by: z.array(z.enum(runDimensions)).readonly(),
    ...groupPage,
  }),
  row: runGroupRow,
  render: (parameters) => {
    const { sql, values } = runFilters(parameters)
    const group = groupOrder(RUN_DIMENSIONS, parameters.group_by, parameters)
    return {
      sql: `
        SELECT ${group.columns}, count() AS attempts, uniqExact(repository_id, run_id) AS runs,
          countIf(attempt > 1) AS reruns, countIf(conclusion = 'success') AS succeeded,
          countIf(conclusion IN ${FAILED}) AS failed, countIf(conclusion = 'cancelled') AS cancelled,
          countIf(conclusion = 'skipped') AS skipped, countIf(stage < 4) AS unfinished,
          ${spreadOf('seconds')} AS duration, toFloat64(attempts) AS sort_value, ${group.key} AS sort_key
        FROM (
          SELECT repository_id, run_id, attempt, workflow, event, head_branch, stage, conclusion,
            if(conclusion = 'skipped', NULL, ${SECONDS}) AS seconds
          FROM ${tableOf('workflow_runs', parameters.generation)} FINAL ${sql})
        ${group.tail}`,
      values: { ...values, ...group.values },
    }
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
  sort_value: z.number(),
  sort_key: z.string(),
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

/**
 * Jobs by group, the most time first. Time is wasted by a job whose attempt failed or was cancelled, or was repeated;
 * of an attempt that nothing is known of, by a job that failed or was cancelled itself.
 */
export const workflowJobGroups = defineQuery({
  name: 'workflows.job_groups',
  parameters: z.object({
    ...jobQuestion,
    group_by: z.array(z.enum(jobDimensions)).readonly(),
    ...groupPage,
  }),
  row: jobGroupRow,
  render: (parameters) => {
    const { sql, values } = jobFilters(parameters)
    const group = groupOrder(JOB_DIMENSIONS, parameters.group_by, parameters)
    return {
      sql: `
        SELECT ${group.columns}, count() AS jobs, countIf(conclusion = 'success') AS succeeded,
          countIf(conclusion IN ${FAILED}) AS failed, countIf(conclusion = 'cancelled') AS cancelled,
          countIf(conclusion = 'skipped') AS skipped, ${spreadOf('wait')} AS queue_wait,
          ${spreadOf('time')} AS duration, sum(ifNull(time, 0)) AS seconds,
          sum(intDiv(ifNull(time, 0) + 59, 60)) AS billed_minutes, sumIf(ifNull(time, 0), wasted) AS wasted_seconds,
          toFloat64(seconds) AS sort_value, ${group.key} AS sort_key
        FROM (${jobsWithWaste(parameters.generation, sql, inRepositories(parameters.repositories))})
        ${group.tail}`,
      values: { ...values, ...group.values },
    }
  },
})

function jobsWithWaste(of: string, filter: string, inScope: Condition | null): string {
  const began = `day >= toDate(${second('since')}) - ${LONGEST_RUN_DAYS} ${inScope === null ? '' : `AND ${inScope.sql}`}`
  const repeated = (table: string) =>
    `SELECT repository_id, run_id, attempt FROM ${tableOf(table, of)} WHERE ${began} AND attempt > 1`
  // Rows of one attempt that have a conclusion have the same one: any of them will do.
  return `
    SELECT repository_id, workflow, name, runner_group, conclusion, wait, time,
      attempt < newest OR if(is_known = 1, is_bad = 1, conclusion IN ${WASTEFUL}) AS wasted
    FROM (
      SELECT repository_id, run_id, attempt, workflow, name, runner_group, ifNull(conclusion, '') AS conclusion,
        ${WAIT} AS wait, if(isNull(runner_name), NULL, ${SECONDS}) AS time
      FROM ${tableOf('workflow_jobs', of)} FINAL ${filter}) AS job
    ANY LEFT JOIN (
      SELECT repository_id, run_id, attempt, 1 AS is_known, assumeNotNull(conclusion) IN ${WASTEFUL} AS is_bad
      FROM ${tableOf('workflow_runs', of)} WHERE ${began} AND isNotNull(conclusion)) AS ended
      USING (repository_id, run_id, attempt)
    ANY LEFT JOIN (
      SELECT repository_id, run_id, max(attempt) AS newest
      FROM (${repeated('workflow_runs')} UNION ALL ${repeated('workflow_jobs')})
      GROUP BY repository_id, run_id) AS rerun
      USING (repository_id, run_id)`
}
