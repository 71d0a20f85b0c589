import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  amongPlaces,
  beforePlace,
  candidateRow,
  checkPlace,
  type PlaceColumns,
  selectPlaces,
} from './check-places.ts'
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
import { reportId, reportMark, reportSaid, reportTime } from './status-reports.ts'

/** Tells the two kinds of checks apart in a place. */
export const checkKinds = { status: 0, check_run: 1 } as const

export const checkFilters = {
  ...timeRange,
  repositories: repositoryIds,
  names: anyOfTexts,
  shas: anyOfTexts,
  branches: anyOfTexts,
  conclusions: anyOfTexts,
  /** Only what has been seen at one of these stages lately; null: anything. */
  stages: z.array(z.int()).readonly().nullable(),
}

export interface CheckFilters extends TimeRange {
  readonly repositories: readonly number[] | null
  readonly names: readonly string[] | null
  readonly shas: readonly string[] | null
  readonly branches: readonly string[] | null
  readonly conclusions: readonly string[] | null
  readonly stages: readonly number[] | null
}

const candidateParameters = z.object({
  generation,
  ...checkFilters,
  after: checkPlace.nullable(),
  limit: z.int(),
})

type Parameters = z.output<typeof candidateParameters>

/** Rows of check runs that may fit the filter, newest first. Whether they still do, their state tells. */
export const checkRunCandidates = defineQuery({
  name: 'checks.run_candidates',
  parameters: candidateParameters,
  row: candidateRow,
  render: (parameters) => {
    const columns = { at: 'created_at', id: 'check_run_id', part: `${checkKinds.check_run}` }
    return pageOf('check_runs', columns, parameters, [
      oneOfAnyCase('name', 'names', parameters.names),
      oneOf('head_sha', 'shas', parameters.shas),
      oneOf("ifNull(head_branch, '')", 'branches', parameters.branches),
      oneOf('completion.conclusion', 'conclusions', parameters.conclusions),
      atStage(parameters.stages),
    ])
  },
})

export function atStage(stages: readonly number[] | null): Condition | null {
  return stages && { sql: 'stage IN {stages:Array(UInt8)}', values: { stages } }
}

const STATUS_PLACE = { at: 'created_at', id: 'status_id', part: `${checkKinds.status}` }

/** The same for reports of commit statuses. A report that another one followed is no check any more. */
export const commitStatusCandidates = defineQuery({
  name: 'checks.status_candidates',
  parameters: candidateParameters,
  row: candidateRow,
  render: (parameters) =>
    pageOf('commit_statuses', STATUS_PLACE, parameters, [
      ...statusFilters(parameters),
      oneOf('state', 'conclusions', parameters.conclusions),
    ]),
})

function statusFilters({ names, shas, branches }: Parameters): readonly (Condition | null)[] {
  return [
    oneOfAnyCase('context', 'names', names),
    oneOf('head_sha', 'shas', shas),
    branches && { sql: 'hasAny(branches, {branches:Array(String)})', values: { branches } },
  ]
}

/**
 * Reports that are pending and that no other has followed. Nearly every report was pending once: looking through those
 * one by one would find hardly any.
 */
export const pendingStatusCandidates = defineQuery({
  name: 'checks.pending_status_candidates',
  parameters: candidateParameters,
  row: candidateRow,
  render: (parameters) => {
    const { since, until, repositories, after, limit } = parameters
    const among = where([
      ...inDays('created_at', { since, until: null }),
      inRepositories(repositories),
      ...statusFilters(parameters),
    ])
    const pending = where([...inDays('created_at', { since: null, until }), beforePlace(STATUS_PLACE, after)])
    const reports = `
      SELECT repository AS repository_id, ${reportTime('newest')} AS created_at, toDate(created_at) AS day, ${reportId('newest')} AS status_id
      FROM (
        SELECT any(repository_id) AS repository, max(${reportMark("state = 'pending'")}) AS newest
        FROM ${tableOf('commit_statuses', parameters.generation)} ${among.sql} GROUP BY status_key)
      WHERE ${reportSaid('newest')} = 1`
    return {
      sql: selectPlaces(`(${reports})`, STATUS_PLACE, pending.sql),
      values: { ...among.values, ...pending.values, limit },
    }
  },
})

function pageOf(
  table: string,
  columns: PlaceColumns,
  parameters: Parameters,
  content: readonly (Condition | null)[],
): RenderedQuery {
  const { sql, values } = where([
    ...inDays(columns.at, parameters),
    inRepositories(parameters.repositories),
    ...content,
    beforePlace(columns, parameters.after),
  ])
  return {
    sql: selectPlaces(tableOf(table, parameters.generation), columns, sql),
    values: { ...values, limit: parameters.limit },
  }
}

const stateParameters = z.object({ generation, places: z.array(checkPlace).readonly() })

const runRow = z.object({
  at: rowTime,
  id: z.number(),
  repository_id: z.number(),
  suite_id: z.number(),
  name: z.string(),
  app: z.string(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  default_branch: z.string().nullable(),
  stage: z.number(),
  started_at: rowTime.nullable(),
  completion: z.object({ completed_at: rowTime, conclusion: z.string() }),
  output: z.object({ title: z.string().nullable(), summary: z.string().nullable() }),
})

export type CheckRunNow = z.output<typeof runRow>

/** Check runs as they are now. */
export const checkRunStates = defineQuery({
  name: 'checks.run_states',
  parameters: stateParameters,
  row: runRow,
  render: ({ generation: of, places }) => {
    const { sql, values } = where([amongPlaces('day, repository_id, created_at, check_run_id', places)])
    return {
      sql: `
        SELECT created_at AS at, check_run_id AS id, repository_id, max(r.suite_id) AS suite_id,
          max(r.name) AS name, max(r.app) AS app, max(r.head_sha) AS head_sha, max(r.head_branch) AS head_branch,
          max(r.default_branch) AS default_branch, max(r.stage) AS stage, max(r.started_at) AS started_at,
          max(r.completion) AS completion, max(r.output) AS output
        FROM ${tableOf('check_runs', of)} AS r ${sql} GROUP BY day, repository_id, created_at, check_run_id`,
      values,
    }
  },
})

const statusRow = z.object({
  at: rowTime,
  id: z.number(),
  repository_id: z.number(),
  context: z.string(),
  state: z.string(),
  head_sha: z.string(),
  branches: z.array(z.string()),
  default_branch: z.string().nullable(),
  description: z.string().nullable(),
})

export type CommitStatusNow = z.output<typeof statusRow>

/** These reports of commit statuses. */
export const commitStatusReports = defineQuery({
  name: 'checks.status_reports',
  parameters: stateParameters,
  row: statusRow,
  render: ({ generation: of, places }) => {
    const { sql, values } = where([amongPlaces('day, repository_id, created_at, status_id', places)])
    return {
      sql: `
        SELECT created_at AS at, status_id AS id, repository_id, max(s.context) AS context, max(s.state) AS state,
          max(s.head_sha) AS head_sha, max(s.branches) AS branches, max(s.default_branch) AS default_branch,
          max(s.description) AS description
        FROM ${tableOf('commit_statuses', of)} AS s ${sql} GROUP BY day, repository_id, created_at, status_id`,
      values,
    }
  },
})

/** The newest report of each context on these commits, from a time on. */
export const newestStatusReports = defineQuery({
  name: 'checks.newest_status_reports',
  parameters: z.object({
    generation,
    since: z.date(),
    repositories: repositoryIds,
    shas: z.array(z.string()).readonly(),
  }),
  row: z.object({ id: z.number(), repository_id: z.number() }),
  render: ({ generation: of, since, repositories, shas }) => {
    const { sql, values } = where([
      ...inDays('created_at', { since, until: null }),
      inRepositories(repositories),
      oneOf('head_sha', 'shas', shas),
    ])
    return {
      sql: `
        SELECT repository_id, max(tuple(created_at, status_id)).2 AS id
        FROM ${tableOf('commit_statuses', of)} ${sql} GROUP BY repository_id, head_sha, context`,
      values,
    }
  },
})
