import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../../named-query.ts'
import { matchingCalls, newestCallHours, usageFilters } from '../api-usage.ts'
import { inRange, inRepositories, oneOf, repositoryIds, second, toSecond, where } from '../conditions.ts'
import { movesIn } from '../counter-baselines.ts'
import { intakeQuestion } from '../intake.ts'

export const messageRow = z.object({ id: z.string(), total: z.number() })

/** Ids are told of so many of them. */
const MOST = 100

/** The first of them, and how many there are; what is selected has the columns `id` and `at`. */
export function firstOf(selected: string): string {
  return `SELECT id, count() OVER () AS total FROM (${selected}) ORDER BY at, id LIMIT ${MOST}`
}

const range = { since: z.date(), until: z.date() }

/** Calls of GitHub's API that were made in a range. */
export const callsBehind = defineQuery({
  name: 'evidence.calls',
  parameters: z.object({ ...range, ...usageFilters }),
  row: messageRow,
  render: ({ since, until, ...wanted }) => {
    const { sql, values } = where([
      // The hour leads the table's key.
      {
        sql: `hour >= toStartOfHour(${second('first_hour')})`,
        values: { first_hour: Math.floor(since.getTime() / 1000) },
      },
      ...inRange('api_calls.at', { since, until }),
      ...matchingCalls(wanted),
    ])
    return {
      sql: firstOf(`SELECT call_id AS id, min(api_calls.at) AS at FROM api_calls ${sql} GROUP BY call_id`),
      values,
    }
  },
})

/** The newest call of each token and resource that told what was left. */
export const newestCallsBehind = defineQuery({
  name: 'evidence.newest_calls',
  parameters: z.object({ tokens: usageFilters.tokens, resources: usageFilters.resources }),
  row: messageRow,
  render: (wanted) => {
    const { sql, values } = newestCallHours({ ...wanted, routes: null })
    return {
      sql: firstOf(`
        SELECT newest.2 AS id, newest.1 AS at FROM (
          SELECT max(tuple(at, call_id)) AS newest FROM api_calls
          WHERE remaining IS NOT NULL AND (hour, token_hash, resource) IN (${sql}) GROUP BY token_hash, resource)`),
      values,
    }
  },
})

/** Snapshots of repositories, or of what GitHub counts in them, that were taken in these seconds. */
export const repositorySnapshots = defineQuery({
  name: 'evidence.snapshots',
  parameters: z.object({
    type: z.enum(['repository', 'totals']),
    taken: z
      .array(z.object({ repository_id: z.int().min(0), second: z.int() }))
      .min(1)
      .readonly(),
  }),
  row: messageRow,
  render: ({ type, taken }) => {
    const seconds = taken.map((each) => each.second)
    return {
      sql: firstOf(`
        SELECT snapshot_id AS id, min(snapshots.taken_at) AS at FROM snapshots
        WHERE type = {type:String} AND taken_at >= ${second('first_second')} AND taken_at < ${second('last_second')} + 1
          AND (JSONExtractUInt(body, 'repository_id'), toUnixTimestamp(taken_at)) IN {taken:Array(Tuple(UInt64, UInt32))}
        GROUP BY snapshot_id`),
      values: {
        type,
        taken: taken.map((each) => new TupleParam([each.repository_id, each.second])),
        first_second: Math.min(...seconds),
        last_second: Math.max(...seconds),
      },
    }
  },
})

/** Readings of plan files, the newest of each repository: so many of each. */
export const planReadings = defineQuery({
  name: 'evidence.plans',
  parameters: z.object({ repositories: repositoryIds, readings: z.int() }),
  row: messageRow,
  render: ({ repositories, readings }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: firstOf(`
        SELECT id, at FROM (
          SELECT DISTINCT repository_id, snapshot_id AS id, taken_at AS at FROM project_plans ${sql})
        ORDER BY repository_id, at DESC, id DESC LIMIT {readings:UInt32} BY repository_id`),
      values: { ...values, readings },
    }
  },
})

/** Commands that moved counters in a time: those over all repositories, or of some repositories. */
export const movesBehind = defineQuery({
  name: 'evidence.moves',
  parameters: z.object({ ...range, repositories: repositoryIds }),
  row: messageRow,
  render: (asked) => {
    const { sql, values } = movesIn(asked)
    return { sql: firstOf(`SELECT command_id AS id, issued_at AS at FROM (${sql})`), values }
  },
})

/** Snapshots of GitHub's delivery logs that list a part of a range; hooks are `hook:<id>` and `app:<id>`. */
export const deliveryLogsBehind = defineQuery({
  name: 'evidence.delivery_logs',
  parameters: intakeQuestion,
  row: messageRow,
  render: ({ since, until, hooks }) => {
    const bound = (name: string) => `parseDateTimeBestEffortOrZero(JSONExtractString(body, '${name}'), 'UTC')`
    const hook = "concat(JSONExtractString(body, 'source'), ':', JSONExtractString(body, 'source_id'))"
    const { sql, values } = where([
      { sql: "type = 'delivery_log'", values: {} },
      // A log is read after what it lists.
      ...inRange('snapshots.taken_at', { since, until: null }),
      { sql: `${bound('since')} < ${second('last')}`, values: { last: toSecond(until) } },
      { sql: `${bound('until')} > ${second('first')}`, values: { first: toSecond(since) } },
      oneOf(hook, 'hooks', hooks),
    ])
    return {
      sql: firstOf(
        `SELECT snapshot_id AS id, min(snapshots.taken_at) AS at FROM snapshots ${sql} GROUP BY snapshot_id`,
      ),
      values,
    }
  },
})
