import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  type Condition,
  inRepositories,
  repositoryIds,
  second,
  type TimeRange,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'

/** Calendar dates `YYYY-MM-DD` in the server's time zone: from, inclusive, to, exclusive. */
const dates = z.object({ from: z.iso.date(), to: z.iso.date() })
const times = z.object({ from: z.date(), to: z.date() })

/** A window cut into the parts that each rollup holds whole, and edges that none does: no part overlaps another. */
const windowParts = z.object({
  months: z.array(dates).readonly(),
  days: z.array(dates).readonly(),
  /** Shorter than a day each; they are counted from the facts themselves. */
  edges: z.array(times).readonly(),
})

export type WindowParts = z.output<typeof windowParts>

/** Up to so many repositories are read by their keys; more of them from all rows of the time. */
const FEW_REPOSITORIES = 20

const ROLLED_UP = [
  'commits',
  'pushes',
  'pulls_opened',
  'pulls_merged',
  'pulls_closed',
  'issues_opened',
  'issues_closed',
  'deployments',
  'build_failures',
  'test_failures',
  'hotfixes',
]

interface Filter {
  readonly repositories: readonly number[] | null
}

function areFew(repositories: readonly number[] | null): boolean {
  return repositories !== null && repositories.length <= FEW_REPOSITORIES
}

const parameters = z.object({ ...timeRange, parts: windowParts, repositories: repositoryIds })
const row = z.object({ counter: z.string(), value: z.number() })

/**
 * Each counter's value over the whole months and days of a window, and the conflicts that were first seen in it.
 * Counters without facts are missing. Of many repositories ClickHouse merges what is not merged yet (`final`, which
 * reaches into views, where the word FINAL does nothing); of a few the query does it itself, which is quicker then.
 */
export const counterTotals = defineQuery({
  name: 'counters.totals',
  parameters,
  row,
  render: ({ since, until, parts, repositories }) => {
    const filter = { repositories }
    const selects = [
      ...parts.months.map((part, index) =>
        dateRows('counter_months', 'month', part, `month${index}`, filter),
      ),
      ...parts.days.map((part, index) =>
        dateRows('counter_days_by_time', 'day', part, `day${index}`, filter),
      ),
      conflictRows({ since, until }, filter),
    ]
    return {
      sql: `
        SELECT counter, sum(value) AS value FROM (${selects.map(({ sql }) => sql).join('\nUNION ALL\n')})
        GROUP BY counter ${areFew(repositories) ? '' : 'SETTINGS final = 1'}`,
      values: Object.assign({}, ...selects.map(({ values }) => values)),
    }
  },
})

/** The same over the edges of a window, from the facts: by key for a few repositories, else by time (a projection). */
export const counterEdges = defineQuery({
  name: 'counters.edges',
  parameters,
  row,
  render: ({ parts, repositories }) => {
    const selects = parts.edges.map((part, index) => factRows(part, `edge${index}`, { repositories }))
    return {
      sql: `
        SELECT counter, sum(value) AS value FROM (${selects.map(({ sql }) => sql).join('\nUNION ALL\n')})
        GROUP BY counter`,
      values: Object.assign({}, ...selects.map(({ values }) => values)),
    }
  },
})

/** The tables that begin with the counter find their rows only when all counters are named. */
function allCounters(): Condition {
  return { sql: 'counter IN {counters:Array(String)}', values: { counters: ROLLED_UP } }
}

function dateRows(
  table: string,
  column: string,
  { from, to }: z.output<typeof dates>,
  name: string,
  { repositories }: Filter,
): Condition {
  const { sql, values } = where([
    table === 'counter_months' ? allCounters() : null,
    inRepositories(repositories),
    {
      sql: `${column} >= {${name}_from:Date} AND ${column} < {${name}_to:Date}`,
      values: { [`${name}_from`]: from, [`${name}_to`]: to },
    },
  ])
  return {
    sql: areFew(repositories) ? merged(table, `repository_id, ${column}`, sql) : summed(table, sql),
    values,
  }
}

function summed(table: string, condition: string): string {
  return `SELECT counter, sum(value) AS value FROM ${table} ${condition} GROUP BY counter`
}

function merged(table: string, key: string, condition: string): string {
  return `
    SELECT counter, sum(newest) AS value FROM (
      SELECT counter, max(t.value) AS newest FROM ${table} AS t ${condition} GROUP BY counter, ${key})
    GROUP BY counter`
}

function between(column: string, { from, to }: z.output<typeof times>, name: string): Condition {
  return {
    sql: `${column} >= ${second(`${name}_from`)} AND ${column} < ${second(`${name}_to`)}`,
    values: { [`${name}_from`]: toSecond(from), [`${name}_to`]: toSecond(to) },
  }
}

const QUARTER_MS = 15 * 60_000

function factRows(stretch: z.output<typeof times>, name: string, { repositories }: Filter): Condition {
  const quarters = {
    from: new Date(Math.floor(stretch.from.getTime() / QUARTER_MS) * QUARTER_MS),
    to: new Date(Math.ceil(stretch.to.getTime() / QUARTER_MS) * QUARTER_MS),
  }
  const { sql, values } = where([
    areFew(repositories) ? allCounters() : null,
    inRepositories(repositories),
    between('quarter', quarters, `${name}_quarter`),
    between('at', stretch, name),
  ])
  // As a recount does: a key counts once in its 15 minutes.
  return {
    sql: `SELECT counter, count() AS value FROM (
      SELECT DISTINCT counter, repository_id, quarter, key FROM counter_facts ${sql}) GROUP BY counter`,
    values,
  }
}

/** A conflict has no time of its own: it is counted when it was first seen. */
function conflictRows({ since, until }: TimeRange, { repositories }: Filter): Condition {
  const { sql, values } = where([inRepositories(repositories)])
  const within = where([
    since && { sql: `seen >= ${second('conflict_from')}`, values: { conflict_from: toSecond(since) } },
    until && { sql: `seen < ${second('conflict_to')}`, values: { conflict_to: toSecond(until) } },
  ])
  const firstSeen = areFew(repositories)
    ? `SELECT min(c.at) AS seen FROM counter_conflicts AS c ${sql} GROUP BY repository_id, key`
    : `SELECT at AS seen FROM counter_conflicts ${sql}`
  return {
    sql: `SELECT 'conflicts' AS counter, count() AS value FROM (${firstSeen}) ${within.sql}`,
    values: { ...values, ...within.values },
  }
}

const trendParameters = {
  counter: z.string(),
  from: z.date(),
  to: z.date(),
  repositories: repositoryIds,
}

/** A counter's values by the hour (UTC); hours without facts are missing. `days`: the dates that hold the range. */
export const counterHours = defineQuery({
  name: 'counters.hours',
  parameters: z.object({ ...trendParameters, days: dates }),
  row: z.object({ start: z.string(), value: z.number() }),
  render: ({ counter, days, repositories, ...stretch }) => {
    if (counter === 'conflicts') return conflictTrend('toStartOfHour(at)', stretch, repositories)
    const { sql, values } = where([
      { sql: 'counter = {counter:String}', values: { counter } },
      inRepositories(repositories),
      {
        sql: 'day >= {first:Date} AND day < {last:Date}',
        values: { first: days.from, last: days.to },
      },
      between('quarter', stretch, 'range'),
    ])
    return {
      sql: `
        SELECT toStartOfHour(quarter) AS start, sum(newest) AS value FROM (
          SELECT quarter, max(q.value) AS newest FROM counter_quarters AS q ${sql} GROUP BY repository_id, quarter)
        GROUP BY start`,
      values,
    }
  },
})

/** A counter's values by the day or the week, as dates in the time zone; those without facts are missing. */
export const counterDates = defineQuery({
  name: 'counters.dates',
  parameters: z.object({
    ...trendParameters,
    days: dates,
    timezone: z.string(),
    weekly: z.boolean(),
  }),
  row: z.object({ start: z.string(), value: z.number() }),
  render: ({ counter, days, repositories, timezone, weekly, ...stretch }) => {
    const startOf = (day: string) => (weekly ? `toMonday(${day})` : day)
    if (counter === 'conflicts') {
      const { sql, values } = conflictTrend(startOf('toDate(at, {timezone:String})'), stretch, repositories)
      return { sql, values: { ...values, timezone } }
    }
    const { sql, values } = where([
      { sql: 'counter = {counter:String}', values: { counter } },
      inRepositories(repositories),
      {
        sql: 'day >= {first:Date} AND day < {last:Date}',
        values: { first: days.from, last: days.to },
      },
    ])
    return {
      sql: `
        SELECT ${startOf('day')} AS start, sum(newest) AS value FROM (
          SELECT day, max(d.value) AS newest FROM counter_days AS d ${sql} GROUP BY repository_id, day)
        GROUP BY start`,
      values,
    }
  },
})

function conflictTrend(
  start: string,
  stretch: z.output<typeof times>,
  repositories: readonly number[] | null,
): Condition {
  const { sql, values } = where([inRepositories(repositories), between('at', stretch, 'range')])
  return {
    sql: `SELECT ${start} AS start, count() AS value FROM counter_conflicts ${sql} GROUP BY start SETTINGS final = 1`,
    values,
  }
}
