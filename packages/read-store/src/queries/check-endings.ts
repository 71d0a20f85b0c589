import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  generation,
  inRepositories,
  repositoryIds,
  rowTime,
  second,
  tableOf,
  toSecond,
  where,
} from './conditions.ts'

const subject = z.object({
  subject: z.enum(['run', 'suite']),
  repository_id: z.int().min(0),
  id: z.int().min(0),
})

export type EndingSubject = z.output<typeof subject>

const endingRow = z.object({
  subject: z.enum(['run', 'suite']),
  repository_id: z.number(),
  id: z.number(),
  attempt: z.number(),
  ended_at: rowTime.nullable(),
})

export type CheckEndingNow = z.output<typeof endingRow>

/** What is known of the ends of runs, attempt by attempt, and of suites. */
export const checkEndings = defineQuery({
  name: 'checks.endings',
  parameters: z.object({ generation, subjects: z.array(subject).readonly() }),
  row: endingRow,
  render: ({ generation: of, subjects }) => ({
    sql: `
      SELECT subject, repository_id, subject_id AS id, attempt, max(e.ended_at) AS ended_at
      FROM ${tableOf('check_endings', of)} AS e
      WHERE (subject, repository_id, subject_id) IN {subjects:Array(Tuple(String, UInt64, UInt64))}
      GROUP BY subject, repository_id, subject_id, attempt`,
    values: { subjects: subjects.map((each) => new TupleParam([each.subject, each.repository_id, each.id])) },
  }),
})

const unfinishedRow = z.object({
  repository_id: z.number(),
  id: z.number(),
  /** Of a run; the id of a job's run or of a check run's suite. */
  within: z.number(),
  attempt: z.number(),
  name: z.string(),
  workflow: z.string().nullable(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  runner_group: z.string().nullable(),
  stage: z.number(),
  since: rowTime,
})

export type UnfinishedCheck = z.output<typeof unfinishedRow>

const unfinishedKinds = ['workflow_run', 'workflow_job', 'check_run'] as const
type UnfinishedKind = (typeof unfinishedKinds)[number]

const SELECTS: Readonly<Record<UnfinishedKind, { table: string; at: string; columns: string }>> = {
  workflow_run: {
    table: 'workflow_runs',
    at: 'started_at',
    columns: `run_id AS id, ifNull(suite_id, 0) AS within, attempt, workflow AS name, workflow,
      CAST(NULL AS Nullable(String)) AS runner_group, started_at AS since`,
  },
  workflow_job: {
    table: 'workflow_jobs',
    at: 'created_at',
    columns: `job_id AS id, run_id AS within, attempt, name, nullIf(workflow, '') AS workflow, runner_group,
      if(stage = 3, ifNull(started_at, created_at), created_at) AS since`,
  },
  check_run: {
    table: 'check_runs',
    at: 'created_at',
    columns: `check_run_id AS id, suite_id AS within, 0 AS attempt, name, CAST(NULL AS Nullable(String)) AS workflow,
      CAST(NULL AS Nullable(String)) AS runner_group, ifNull(started_at, created_at) AS since`,
  },
}

/**
 * What no message has shown to end, queued or in progress since before a time, the longest waiting first; `from` is
 * where the reading begins. Whether its end is proven otherwise, endings tell.
 */
export const unfinishedChecks = defineQuery({
  name: 'checks.unfinished',
  parameters: z.object({
    generation,
    kind: z.enum(unfinishedKinds),
    repositories: repositoryIds,
    from: z.date(),
    queued_before: z.date(),
    in_progress_before: z.date(),
    after: z.object({ since: z.date(), id: z.int().min(0) }).nullable(),
    limit: z.int(),
  }),
  row: unfinishedRow,
  render: ({ generation: of, kind, repositories, after, limit, ...times }) => {
    const { table, at, columns } = SELECTS[kind]
    const { sql, values } = where([
      { sql: `day >= toDate(${second('from')}) AND ${at} >= ${second('from')}`, values: {} },
      inRepositories(repositories),
      { sql: 'stage IN (2, 3)', values: {} },
    ])
    const later = after === null ? '' : `AND (since, id) > (${second('after_since')}, {after_id:UInt64})`
    return {
      sql: `
        SELECT * FROM (
          SELECT repository_id, ${columns}, head_sha, head_branch, stage FROM ${tableOf(table, of)} FINAL ${sql})
        WHERE since < if(stage = 3, ${second('in_progress_before')}, ${second('queued_before')}) ${later}
        ORDER BY since, id LIMIT {limit:UInt32}`,
      values: {
        ...values,
        limit,
        from: toSecond(times.from),
        queued_before: toSecond(times.queued_before),
        in_progress_before: toSecond(times.in_progress_before),
        ...(after && { after_since: toSecond(after.since), after_id: after.id }),
      },
    }
  },
})
