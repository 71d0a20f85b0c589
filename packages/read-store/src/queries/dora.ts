import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  type Condition,
  inRepositories,
  repositoryIds,
  second,
  secondRange,
  type TimeRange,
  toSecond,
  where,
} from './conditions.ts'
import { mean, quantiles, spread } from './spread.ts'

export const doraSource = z.enum(['deployments', 'releases', 'merges'])
type Source = z.output<typeof doraSource>

/** What is looked at before and after the range, to know what a deployment followed and what followed it. */
const CONTEXT_DAYS = 30

const parameters = z.object({
  source: doraSource,
  since: z.date(),
  until: z.date(),
  repositories: repositoryIds,
  group_by: z.enum(['week', 'repository']).nullable(),
  /** IANA name: weeks are its calendar's. */
  timezone: z.string(),
})

type Question = z.output<typeof parameters>

/**
 * What was delivered, of every source in one shape: finished, successful when `succeeded_at` is there. `version`, the hash
 * of a commit, tells a rollback: where there is none each one has its own. Hashes are sorted more quickly than texts.
 */
const UNITS: Readonly<
  Record<Source, { readonly time: string; readonly select: string; readonly only: string }>
> = {
  deployments: {
    time: 'created_at',
    select: `repository_id, cityHash64(environment) AS place, deployment_id AS id, created_at AS at, succeeded_at, failed_at,
      cityHash64(sha) AS version,
      hotfix = 1 AS marked FROM deployments`,
    only: 'production = 1 AND (succeeded_at IS NOT NULL OR failed_at IS NOT NULL)',
  },
  releases: {
    time: 'published_at',
    select: `repository_id, 0 AS place, release_id AS id, assumeNotNull(published_at) AS at,
      published_at AS succeeded_at, CAST(NULL AS Nullable(DateTime('UTC'))) AS failed_at, release_id AS version,
      hotfix = 1 AS marked, from_default FROM releases`,
    only: 'published_at IS NOT NULL AND deleted = 0 AND bitAnd(mark, 3) = 0',
  },
  merges: {
    time: 'merged_at',
    select: `repository_id, 0 AS place, number AS id, merged_at AS at, CAST(merged_at AS Nullable(DateTime('UTC'))) AS succeeded_at,
      CAST(NULL AS Nullable(DateTime('UTC'))) AS failed_at, number AS version, hotfix = 1 OR revert = 1 AS marked,
      opened_at FROM merged_changes`,
    only: '1',
  },
}

/** Those of the range and its context. */
function units({ source: of, repositories }: Question): Condition {
  const { time, select, only } = UNITS[of]
  const { sql, values } = where([
    { sql: `${time} >= ${second('context_from')} AND ${time} < ${second('context_to')}`, values: {} },
    inRepositories(repositories),
    { sql: only, values: {} },
  ])
  return { sql: `SELECT ${select} ${sql}`, values }
}

/** What a source delivered in a range, with `id`; views are merged by the setting `final`. */
export function deliveredUnits(
  of: Source,
  { since, until }: TimeRange,
  repositories: readonly number[] | null,
): Condition {
  const { time, select, only } = UNITS[of]
  const { sql, values } = where([
    ...secondRange(time, { since, until }),
    inRepositories(repositories),
    { sql: only, values: {} },
  ])
  return { sql: `SELECT ${select} ${sql}`, values }
}

function times({ since, until, timezone }: Question): Readonly<Record<string, unknown>> {
  const context = CONTEXT_DAYS * 86_400
  const [from, to] = [toSecond(since), toSecond(until)]
  return {
    from,
    to,
    context_from: Math.max(0, from - context),
    context_to: Math.min(0xffff_ffff, to + context),
    timezone,
  }
}

const IN_RANGE = `at >= ${second('from')} AND at < ${second('to')}`

/** Each row is counted under its group and, as group '', in all. Groups are numbers until they are shown. */
function grouped({ group_by }: Question, rows: string): { readonly name: string; readonly from: string } {
  if (group_by === null) return { name: "''", from: `(${rows})` }
  const bucket = group_by === 'week' ? 'toMonday(toDate(at, {timezone:String}))' : 'repository_id'
  return {
    name: "if(grouping(bucket) = 1, '', toString(bucket))",
    from: `(SELECT *, ${bucket} AS bucket FROM (${rows})) GROUP BY GROUPING SETS ((), (bucket))`,
  }
}

const outcomeRow = z.object({
  group: z.string(),
  finished: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  rework: z.number(),
  recovered: z.number(),
  mean,
  quantiles,
})

export type DoraOutcomes = z.output<typeof outcomeRow>

const SEQUENCE = 'PARTITION BY repository_id, place ORDER BY at, id'

/**
 * How deliveries went, by group; those without any are missing. Rework: marked as a hotfix, or a rollback, which
 * brings back what had been delivered before what was there. Failed: it failed, or the next one there is rework.
 */
export const doraOutcomes = defineQuery({
  name: 'dora.outcomes',
  parameters,
  row: outcomeRow,
  render: (question) => {
    const { sql, values } = units(question)
    const { name, from } = grouped(
      question,
      `
        SELECT * FROM (
          SELECT *, succeeded_at IS NULL OR next_rework = 1 AS is_failed,
            greatest(0, toInt64(next_success) - toInt64(ifNull(succeeded_at, failed_at))) AS recovery
          FROM (
            SELECT *, leadInFrame(toUInt8(is_rework)) OVER (${SEQUENCE} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_rework
            FROM (
              SELECT *, marked OR (succeeded_at IS NOT NULL AND delivered_before > 0 AND version != previous_version) AS is_rework
              FROM (
                SELECT *,
                  min(succeeded_at) OVER (${SEQUENCE} ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_success,
                  lagInFrame(version) OVER (${SEQUENCE} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS previous_version,
                  countIf(succeeded_at IS NOT NULL) OVER (PARTITION BY repository_id, place, version ORDER BY at, id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS delivered_before
                FROM (${sql})))))
        WHERE ${IN_RANGE}`,
    )
    return {
      sql: `
        SELECT ${name} AS group, count() AS finished, countIf(succeeded_at IS NOT NULL) AS succeeded,
          countIf(is_failed) AS failed, countIf(is_rework) AS rework, countIf(is_failed AND recovery IS NOT NULL) AS recovered,
          ${spread('recovery', 'is_failed AND recovery IS NOT NULL')}
        FROM ${from} HAVING finished > 0 SETTINGS final = 1`,
      values: { ...values, ...times(question) },
    }
  },
})

const leadRow = z.object({ group: z.string(), changes: z.number(), mean, quantiles })

export type DoraLeadTimes = z.output<typeof leadRow>

/** Seconds from change to delivery, by group; groups without a change that is known are missing. */
export const doraLeadTimes = defineQuery({
  name: 'dora.lead_times',
  parameters,
  row: leadRow,
  render: (question) => {
    const leads = question.source === 'merges' ? mergeLeads(question) : commitLeads(question)
    const { name, from } = grouped(question, `SELECT * FROM (${leads.sql}) WHERE ${IN_RANGE} AND lead > 0`)
    return {
      sql: `
        SELECT ${name} AS group, count() AS changes, ${spread('lead', '1')}
        FROM ${from} HAVING changes > 0 SETTINGS final = 1`,
      values: { ...leads.values, ...times(question) },
    }
  },
})

function mergeLeads(question: Question): Condition {
  const { sql, values } = units(question)
  return { sql: `SELECT repository_id, at, toInt64(at) - toInt64(opened_at) AS lead FROM (${sql})`, values }
}

/** A commit is delivered by the first delivery whose head was pushed with it or after it. */
function commitLeads(question: Question): Condition {
  const { sql, values } = units(question)
  const pushed = where([
    { sql: `pushed_at >= ${second('context_from')} AND pushed_at < ${second('to')}`, values: {} },
    inRepositories(question.repositories),
  ])
  const pushes = `SELECT repository_id, cityHash64(sha) AS version, pushed_at, committed_at FROM default_branch_pushes ${pushed.sql}`
  const heads =
    question.source === 'deployments'
      ? `SELECT d.repository_id AS repository_id, p.pushed_at AS head_at, d.succeeded_at AS succeeded_at, d.at AS at
         FROM (${sql}) AS d JOIN (${pushes}) AS p ON d.repository_id = p.repository_id AND d.version = p.version
         WHERE d.succeeded_at IS NOT NULL`
      : `SELECT repository_id, at AS head_at, succeeded_at, at FROM (${sql}) WHERE from_default = 1`
  return {
    sql: `
      SELECT repository_id, at, toInt64(delivered_at) - toInt64(arrayJoin(committed_at)) AS lead FROM (
        SELECT p.repository_id AS repository_id, p.committed_at AS committed_at, d.delivered_at AS delivered_at, d.at AS at
        FROM (${pushes}) AS p
        ASOF JOIN (
          SELECT repository_id, head_at, min(succeeded_at) AS delivered_at, argMin(at, succeeded_at) AS at
          FROM (${heads}) GROUP BY repository_id, head_at) AS d
        ON p.repository_id = d.repository_id AND p.pushed_at <= d.head_at)`,
    values: { ...values, ...pushed.values },
  }
}

const EVER: Readonly<
  Record<
    Source,
    { readonly table: string; readonly only: string; readonly ended: string; readonly marked: string }
  >
> = {
  deployments: {
    table: 'deployments',
    only: 'production = 1',
    ended: 'succeeded_at IS NOT NULL OR failed_at IS NOT NULL',
    marked: 'hotfix = 1',
  },
  releases: { table: 'releases', only: 'published_at IS NOT NULL', ended: '1', marked: 'hotfix = 1' },
  merges: { table: 'merged_changes', only: '1', ended: '1', marked: 'hotfix = 1 OR revert = 1' },
}

/** Whether a source ever delivered anything, it is known how that ended, and anything was marked as a hotfix or taken back. */
export const doraKnown = defineQuery({
  name: 'dora.known',
  parameters: z.object({ source: doraSource, repositories: repositoryIds }),
  row: z.object({ delivered: z.boolean(), ended: z.boolean(), marked: z.boolean() }),
  render: ({ source: of, repositories }) => {
    const { table, only, ended, marked } = EVER[of]
    const { sql, values } = where([inRepositories(repositories), { sql: only, values: {} }])
    return {
      sql: `
        SELECT toBool(count() > 0) AS delivered, toBool(countIf(${ended}) > 0) AS ended,
          toBool(countIf(${marked}) > 0) AS marked
        FROM ${table} ${sql}`,
      values,
    }
  },
})
