import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { QUARTER_SECONDS } from '../tables/counters.ts'
import {
  allOf,
  type Condition,
  eitherOf,
  generation,
  inRepositories,
  repositoryIds,
  second,
  type TimeRange,
  tableOf,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'

/** Calendar dates `YYYY-MM-DD` in the server's time zone: from, inclusive, to, exclusive. */
export const dates = z.object({ from: z.iso.date(), to: z.iso.date() })
const times = z.object({ from: z.date(), to: z.date() })

/** A window cut into the parts that each rollup holds whole, and edges that none does: no part overlaps another. */
const windowParts = z.object({
  months: z.array(dates).readonly(),
  days: z.array(dates).readonly(),
  /** Whole quarters of hours, with the dates that hold them. */
  quarters: z.array(z.object({ ...times.shape, days: dates })).readonly(),
  /** Shorter than 15 minutes each; they are counted from the facts themselves. */
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

const parameters = z.object({
  generation,
  ...timeRange,
  parts: windowParts,
  repositories: repositoryIds,
})

type Parameters = z.output<typeof parameters>

/**
 * Each counter's value over a window: from the rollup of all repositories, or by key for a few of them; its edges
 * from the facts; and the conflicts that were first seen in it. Counters without facts are missing. One query, for two
 * side by side take half as much CPU again.
 */
export const counterTotals = defineQuery({
  name: 'counters.totals',
  parameters,
  row: z.object({ counter: z.string(), value: z.number() }),
  render: (asked) => {
    const { repositories } = asked
    const kind =
      repositories === null ? allRows : repositories.length <= FEW_REPOSITORIES ? fewRows : manyRows
    const selects = [...kind(asked), edgeRows(asked), conflictRows(asked)].filter((each) => each !== null)
    return {
      sql: `
        SELECT counter, sum(value) AS value FROM (${selects.map(({ sql }) => sql).join('\nUNION ALL\n')})
        GROUP BY counter`,
      values: Object.assign({}, ...selects.map(({ values }) => values)),
    }
  },
})

type Selects = readonly (Condition | null)[]

/** What all repositories have together lies in one row per counter and quarter; months are fewer rows still. */
function allRows({ generation: of, parts }: Parameters): Selects {
  const [months, quarters] = [monthRanges(parts), quarterRows(parts)]
  return [
    months && finalRows('counter_months', of, [months]),
    quarters && mergedRows('counter_quarter_totals', of, 'quarter, shard', [allCounters(), quarters]),
  ]
}

/** Days and quarters of a few repositories lie side by side: one look finds both. */
function fewRows({ generation: of, parts, repositories }: Parameters): Selects {
  const keys = [allCounters(), inRepositories(repositories)]
  const [months, quarters] = [monthRanges(parts), quarterRows(parts)]
  return [
    months && mergedRows('counter_months', of, 'repository_id, month', [...keys, months]),
    quarters && mergedRows('counter_quarters', of, 'repository_id, quarter', [...keys, quarters]),
  ]
}

function manyRows({ generation: of, parts, repositories }: Parameters): Selects {
  const chosen = inRepositories(repositories)
  const [months, days] = [monthRanges(parts), dateRanges('day', parts.days, 'day')]
  const quarters = quarterRanges(parts.quarters)
  return [
    months && finalRows('counter_months', of, [chosen, months]),
    days && finalRows('counter_days_by_time', of, [chosen, days]),
    quarters && finalRows('counter_quarters', of, [allCounters(), chosen, quarters]),
  ]
}

/** Whole days and the quarters around them, of a table by quarters. */
function quarterRows({ days, quarters }: WindowParts): Condition | null {
  return eitherOf([dateRanges('day', days, 'day'), quarterRanges(quarters)])
}

/** The tables that begin with the counter find their rows only when all counters are named. */
function allCounters(): Condition {
  return { sql: 'counter IN {counters:Array(String)}', values: { counters: ROLLED_UP } }
}

function monthRanges({ months }: WindowParts): Condition | null {
  return dateRanges('month', months, 'month')
}

function dateRanges(
  column: string,
  ranges: readonly z.output<typeof dates>[],
  name: string,
): Condition | null {
  return eitherOf(ranges.map((range, index) => inDates(column, range, `${name}${index}`)))
}

export function inDates(column: string, { from, to }: z.output<typeof dates>, name: string): Condition {
  return {
    sql: `${column} >= {${name}_from:Date} AND ${column} < {${name}_to:Date}`,
    values: { [`${name}_from`]: from, [`${name}_to`]: to },
  }
}

function quarterRanges(quarters: WindowParts['quarters']): Condition | null {
  return eitherOf(
    quarters.map(({ days, ...stretch }, index) => {
      // The keys begin with the day.
      const [within, exact] = [
        inDates('day', days, `quarter_day${index}`),
        between('quarter', stretch, `quarter${index}`),
      ]
      return { sql: `${within.sql} AND ${exact.sql}`, values: { ...within.values, ...exact.values } }
    }),
  )
}

/** ClickHouse merges what is not merged yet: quick for most of a table. */
function finalRows(table: string, of: string, conditions: Selects): Condition {
  const { sql, values } = where(conditions)
  return {
    sql: `SELECT counter, sum(value) AS value FROM ${tableOf(table, of)} FINAL ${sql} GROUP BY counter`,
    values,
  }
}

/** The query merges itself what is not merged yet: quicker for a few rows. */
function mergedRows(table: string, of: string, key: string, conditions: Selects): Condition {
  const { sql, values } = where(conditions)
  return {
    sql: `
      SELECT counter, sum(newest) AS value FROM (
        SELECT counter, max(t.value) AS newest FROM ${tableOf(table, of)} AS t ${sql} GROUP BY counter, ${key})
      GROUP BY counter`,
    values,
  }
}

export function between(column: string, { from, to }: z.output<typeof times>, name: string): Condition {
  return {
    sql: `${column} >= ${second(`${name}_from`)} AND ${column} < ${second(`${name}_to`)}`,
    values: { [`${name}_from`]: toSecond(from), [`${name}_to`]: toSecond(to) },
  }
}

/**
 * Facts of the slots that an edge touches, which lie together in the order by time. All else is asked of the rows
 * that are found: a column of the primary key in WHERE would make ClickHouse look through all its marks first.
 */
function edgeRows({ generation: of, parts: { edges }, repositories }: Parameters): Condition | null {
  const within = eitherOf(edges.map((edge, index) => between('at', edge, `edge${index}`)))
  const counted = within && allOf([within, inRepositories(repositories)])
  if (counted === null) return null
  // As a recount does: a key counts once in its 15 minutes.
  return {
    sql: `
      SELECT counter, uniqExactIf(repository_id, slot, key, ${counted.sql}) AS value
      FROM ${tableOf('counter_facts', of)} WHERE slot IN {slots:Array(UInt32)} GROUP BY counter`,
    values: { ...counted.values, slots: edges.flatMap(slotsOf) },
  }
}

function slotsOf({ from, to }: z.output<typeof times>): readonly number[] {
  const first = Math.floor(toSecond(from) / QUARTER_SECONDS)
  const last = Math.ceil(toSecond(to) / QUARTER_SECONDS)
  return Array.from({ length: last - first }, (_, index) => first + index)
}

/** A conflict has no time of its own: it is counted when it was first seen. */
function conflictRows({ generation: of, since, until, repositories }: Parameters): Condition {
  const { sql, values } = where([inRepositories(repositories)])
  const within = where(firstSeen({ since, until }))
  return {
    sql: `
      SELECT 'conflicts' AS counter, count() AS value
      FROM (SELECT at AS seen FROM ${tableOf('counter_conflicts', of)} FINAL ${sql}) ${within.sql}`,
    values: { ...values, ...within.values },
  }
}

function firstSeen({ since, until }: TimeRange): Selects {
  return [
    since && { sql: `seen >= ${second('conflict_from')}`, values: { conflict_from: toSecond(since) } },
    until && { sql: `seen < ${second('conflict_to')}`, values: { conflict_to: toSecond(until) } },
  ]
}
