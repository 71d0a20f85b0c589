import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { atStage } from './check-pages.ts'
import { amongPlaces, beforePlace, candidateRow, checkPlace, selectPlaces } from './check-places.ts'
import {
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  rowTime,
  type TimeRange,
  tableOf,
  timeRange,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'

export const workflowFilters = {
  ...timeRange,
  repositories: repositoryIds,
  workflows: anyOfTexts,
  shas: anyOfTexts,
  branches: anyOfTexts,
  conclusions: anyOfTexts,
  stages: z.array(z.int()).readonly().nullable(),
}

export interface WorkflowFilters extends TimeRange {
  readonly repositories: readonly number[] | null
  readonly workflows: readonly string[] | null
  readonly shas: readonly string[] | null
  readonly branches: readonly string[] | null
  readonly conclusions: readonly string[] | null
  readonly stages: readonly number[] | null
}

const page = { after: checkPlace.nullable(), limit: z.int() }

export const runPageFilters = { events: anyOfTexts }

export const jobPageFilters = {
  names: anyOfTexts,
  runner_groups: anyOfTexts,
  run_id: z.int().min(0).nullable(),
}

/** Rows of attempts of workflow runs that may fit the filter, newest first. */
export const workflowRunCandidates = defineQuery({
  name: 'workflows.run_candidates',
  parameters: z.object({ generation, ...workflowFilters, ...runPageFilters, ...page }),
  row: candidateRow,
  render: (parameters) => {
    const columns = { at: 'started_at', id: 'run_id', part: 'attempt' }
    const { sql, values } = where([
      ...inDays('started_at', parameters),
      inRepositories(parameters.repositories),
      ...runContent(parameters),
      beforePlace(columns, parameters.after),
    ])
    return {
      sql: selectPlaces(tableOf('workflow_runs', parameters.generation), columns, sql),
      values: { ...values, limit: parameters.limit },
    }
  },
})

/** What is asked of an attempt, its time and repository aside. */
export function runContent(
  parameters: WorkflowFilters & z.output<z.ZodObject<typeof runPageFilters>>,
): readonly (Condition | null)[] {
  return [...sharedFilters(parameters), oneOf('event', 'events', parameters.events)]
}

function sharedFilters(parameters: WorkflowFilters): readonly (Condition | null)[] {
  return [
    oneOfAnyCase('workflow', 'workflows', parameters.workflows),
    oneOf('head_sha', 'shas', parameters.shas),
    oneOf("ifNull(head_branch, '')", 'branches', parameters.branches),
    oneOf("ifNull(conclusion, '')", 'conclusions', parameters.conclusions),
    atStage(parameters.stages),
  ]
}

/** Rows of jobs that may fit the filter, newest first. */
export const workflowJobCandidates = defineQuery({
  name: 'workflows.job_candidates',
  parameters: z.object({ generation, ...workflowFilters, ...jobPageFilters, ...page }),
  row: candidateRow,
  render: (parameters) => {
    const columns = { at: 'created_at', id: 'job_id', part: '0' }
    const { sql, values } = where([
      ...inDays('created_at', parameters),
      inRepositories(parameters.repositories),
      ...jobContent(parameters),
      beforePlace(columns, parameters.after),
    ])
    return {
      sql: selectPlaces(tableOf('workflow_jobs', parameters.generation), columns, sql),
      values: { ...values, limit: parameters.limit },
    }
  },
})

/** What is asked of a job, its time and repository aside. */
export function jobContent(
  parameters: WorkflowFilters & z.output<z.ZodObject<typeof jobPageFilters>>,
): readonly (Condition | null)[] {
  const { names, runner_groups, run_id } = parameters
  return [
    ...sharedFilters(parameters),
    oneOfAnyCase('name', 'names', names),
    oneOfAnyCase("ifNull(runner_group, '')", 'runner_groups', runner_groups),
    run_id === null ? null : { sql: 'run_id = {run_id:UInt64}', values: { run_id } },
  ]
}

const stateParameters = z.object({ generation, places: z.array(checkPlace).readonly() })

const runRow = z.object({
  at: rowTime,
  id: z.number(),
  repository_id: z.number(),
  part: z.number(),
  created_at: rowTime,
  workflow_id: z.number(),
  workflow: z.string(),
  title: z.string().nullable(),
  event: z.string(),
  run_number: z.number().nullable(),
  suite_id: z.number().nullable(),
  actor: z.string().nullable(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  default_branch: z.string().nullable(),
  stage: z.number(),
  conclusion: z.string().nullable(),
  completed_at: rowTime.nullable(),
})

export type WorkflowRunNow = z.output<typeof runRow>

/** Every attempt of these runs that started when they did, as it is now. */
export const workflowRunStates = defineQuery({
  name: 'workflows.run_states',
  parameters: stateParameters,
  row: runRow,
  render: ({ generation: of, places }) => {
    const { sql, values } = where([amongPlaces('day, repository_id, started_at, run_id', places)])
    return {
      sql: `
        SELECT started_at AS at, run_id AS id, repository_id, attempt AS part, max(r.created_at) AS created_at,
          max(r.workflow_id) AS workflow_id, max(r.workflow) AS workflow, max(r.title) AS title,
          max(r.event) AS event, max(r.run_number) AS run_number, max(r.suite_id) AS suite_id,
          max(r.actor) AS actor, max(r.head_sha) AS head_sha, max(r.head_branch) AS head_branch,
          max(r.default_branch) AS default_branch, max(r.stage) AS stage, max(r.conclusion) AS conclusion,
          min(r.completed_at) AS completed_at
        FROM ${tableOf('workflow_runs', of)} AS r ${sql} GROUP BY day, repository_id, started_at, run_id, attempt`,
      values,
    }
  },
})

const jobRow = z.object({
  at: rowTime,
  id: z.number(),
  repository_id: z.number(),
  run_id: z.number(),
  attempt: z.number(),
  name: z.string(),
  workflow: z.string(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  default_branch: z.string().nullable(),
  labels: z.array(z.string()),
  runner_name: z.string().nullable(),
  runner_group: z.string().nullable(),
  stage: z.number(),
  conclusion: z.string().nullable(),
  started_at: rowTime.nullable(),
  completed_at: rowTime.nullable(),
  steps: z.object({
    numbers: z.array(z.number()),
    names: z.array(z.string()),
    statuses: z.array(z.string()),
    conclusions: z.array(z.string()),
    started_at: z.array(rowTime),
    completed_at: z.array(rowTime),
  }),
})

export type WorkflowJobNow = z.output<typeof jobRow>

/** Jobs as they are now. */
export const workflowJobStates = defineQuery({
  name: 'workflows.job_states',
  parameters: stateParameters,
  row: jobRow,
  render: ({ generation: of, places }) => {
    const { sql, values } = where([amongPlaces('day, repository_id, created_at, job_id', places)])
    return {
      sql: `
        SELECT created_at AS at, job_id AS id, repository_id, max(j.run_id) AS run_id, max(j.attempt) AS attempt,
          max(j.name) AS name, max(j.workflow) AS workflow, max(j.head_sha) AS head_sha,
          max(j.head_branch) AS head_branch, max(j.default_branch) AS default_branch, max(j.labels) AS labels,
          max(j.runner_name) AS runner_name, max(j.runner_group) AS runner_group, max(j.stage) AS stage,
          max(j.conclusion) AS conclusion, max(j.started_at) AS started_at, max(j.completed_at) AS completed_at,
          max(j.steps) AS steps
        FROM ${tableOf('workflow_jobs', of)} AS j ${sql} GROUP BY day, repository_id, created_at, job_id`,
      values,
    }
  },
})
