import { merged, tuple } from '../column-type.ts'
import type { Rollup } from '../rollup.ts'
import { literal } from '../sql-text.ts'
import { defineTable, type RowOfTable } from '../table.ts'

export const counterFacts = defineTable(
  'counter_facts',
  ['counter', 'repository_id', 'quarter', 'at', 'key'],
  {
    counter: 'LowCardinality(String)',
    repository_id: 'UInt64',
    quarter: "DateTime('UTC')",
    at: "DateTime('UTC')",
    key: 'String',
    last_received_at: merged('max', "DateTime64(3, 'UTC')"),
  },
)

export const counterConflicts = defineTable('counter_conflicts', ['repository_id', 'key'], {
  repository_id: 'UInt64',
  key: 'String',
  at: merged('min', "DateTime('UTC')"),
  last_received_at: merged('max', "DateTime64(3, 'UTC')"),
})

/** Of two commands with one id the earlier is carried out. */
export const counterBaselines = defineTable('counter_baselines', ['command_id'], {
  command_id: 'String',
  move: merged(
    'min',
    tuple({
      issued_at: "DateTime64(3, 'UTC')",
      kind: 'String',
      counter: 'String',
      repository_id: 'Nullable(UInt64)',
      amount: 'Int64',
      issued_by: 'String',
    }),
  ),
})

export const counterQuarters = defineTable(
  'counter_quarters',
  ['counter', 'repository_id', 'day', 'quarter'],
  {
    counter: 'LowCardinality(String)',
    repository_id: 'UInt64',
    day: 'Date',
    quarter: "DateTime('UTC')",
    value: merged('max', 'UInt64'),
  },
)

/** Of all repositories of a shard together. */
export const counterQuarterTotals = defineTable(
  'counter_quarter_totals',
  ['counter', 'day', 'quarter', 'shard'],
  {
    counter: 'LowCardinality(String)',
    day: 'Date',
    quarter: "DateTime('UTC')",
    shard: 'UInt64',
    value: merged('max', 'UInt64'),
  },
)

const dayColumns = {
  counter: 'LowCardinality(String)',
  repository_id: 'UInt64',
  day: 'Date',
  value: merged('max', 'UInt64'),
} as const

export const counterDays = defineTable('counter_days', ['counter', 'repository_id', 'day'], dayColumns)
export const counterDaysByTime = defineTable(
  'counter_days_by_time',
  ['day', 'counter', 'repository_id'],
  dayColumns,
)

export const counterMonths = defineTable('counter_months', ['counter', 'repository_id', 'month'], {
  counter: 'LowCardinality(String)',
  repository_id: 'UInt64',
  month: 'Date',
  value: merged('max', 'UInt64'),
})

export type CounterFactRow = RowOfTable<typeof counterFacts>
export type CounterBaselineRow = RowOfTable<typeof counterBaselines>
export type CounterConflictRow = RowOfTable<typeof counterConflicts>

export const QUARTER_SECONDS = 15 * 60

function secondsOf({ quarter }: Readonly<Record<string, unknown>>): number {
  if (!(quarter instanceof Date)) throw new TypeError('a counter fact without its quarter')
  return quarter.getTime() / 1000
}

function bucketOf(row: Readonly<Record<string, unknown>>): string {
  return `(${literal(String(row.counter))},${Number(row.repository_id)},${secondsOf(row)})`
}

/** A WHERE clause that holds the touched buckets as a set, which the primary key can use; null takes every row. */
function touched(
  columns: string,
  values: (bucket: string) => string,
  buckets: readonly string[] | null,
): string {
  if (buckets === null) return ''
  return `WHERE (${columns}) IN (SELECT ${values('b')} FROM (SELECT arrayJoin([${buckets.join(',')}]) AS b))`
}

// The calendar lives in ClickHouse alone: days and months of a touched quarter are derived there, in one time zone.
const dayOf = (quarter: string, timezone: string) => `toDate(${quarter}, ${literal(timezone)})`
const bucketDay = (b: string, timezone: string) => dayOf(`toDateTime(${b}.3, 'UTC')`, timezone)

const days = (target: typeof counterDays | typeof counterDaysByTime): Rollup => ({
  table: target,
  from: 'counter_facts',
  bucketOf,
  select: ({ tableOf, settings: { timezone } }, buckets) => `
    SELECT counter, repository_id, day, sum(quarter_value) AS value FROM (
      SELECT counter, repository_id, day, quarter, max(value) AS quarter_value FROM ${tableOf('counter_quarters')}
      ${touched('counter, repository_id, day', (b) => `${b}.1, ${b}.2, ${bucketDay(b, timezone)}`, buckets)}
      GROUP BY counter, repository_id, day, quarter)
    GROUP BY counter, repository_id, day`,
})

/**
 * Every counter of a touched quarter. It asks by the slot alone: with a column of the primary key in the condition
 * ClickHouse would look through all its marks before it chooses the order by time.
 */
const quarterTotals: Rollup = {
  table: counterQuarterTotals,
  from: 'counter_facts',
  bucketOf: (row) => String(secondsOf(row) / QUARTER_SECONDS),
  select: ({ tableOf, shard, settings: { timezone } }, buckets) => `
    SELECT counter, ${dayOf('quarter', timezone)} AS day, quarter, ${shard} AS shard, value FROM (
      SELECT counter, toDateTime(slot * ${QUARTER_SECONDS}, 'UTC') AS quarter, uniqExact(repository_id, key) AS value
      FROM ${tableOf('counter_facts')} ${buckets === null ? '' : `WHERE slot IN (${buckets.join(',')})`}
      GROUP BY counter, slot)`,
}

/** In the order in which they are recounted: each level reads the one before it. */
export const counterRollups: readonly Rollup[] = [
  {
    table: counterQuarters,
    from: 'counter_facts',
    bucketOf,
    select: ({ tableOf, settings: { timezone } }, buckets) => `
      SELECT counter, repository_id, ${dayOf('quarter', timezone)} AS day, quarter, uniqExact(key) AS value FROM ${tableOf('counter_facts')}
      ${buckets === null ? '' : `WHERE (counter, repository_id, quarter) IN (${buckets.join(',')})`}
      GROUP BY counter, repository_id, quarter`,
  },
  quarterTotals,
  days(counterDays),
  days(counterDaysByTime),
  {
    table: counterMonths,
    from: 'counter_facts',
    bucketOf,
    select: ({ tableOf, settings: { timezone } }, buckets) => `
      SELECT counter, repository_id, month, sum(day_value) AS value FROM (
        SELECT counter, repository_id, toStartOfMonth(day) AS month, day, max(value) AS day_value FROM ${tableOf('counter_days')}
        ${touched(
          'counter, repository_id, toStartOfMonth(day)',
          (b) => `${b}.1, ${b}.2, toStartOfMonth(${bucketDay(b, timezone)})`,
          buckets,
        )}
        GROUP BY counter, repository_id, month, day)
      GROUP BY counter, repository_id, month`,
  },
]
