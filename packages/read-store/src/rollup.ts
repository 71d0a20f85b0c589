import type { Table } from './table.ts'

export interface RollupSettings {
  /** IANA name; days, weeks and months are its calendar units. */
  readonly timezone: string
}

export interface RecountContext {
  /** The full name of a table of the generation that is recounted. */
  tableOf(name: string): string
  /** SQL of the number of the shard that recounts: its rows hold its own repositories. */
  readonly shard: string
  readonly settings: RollupSettings
}

/**
 * Counts that are never incremented: after its facts are in, a bucket is recounted from the facts themselves and
 * written to a table that merges by `max` or keeps the greatest version. Facts are never taken back, so an older recount loses.
 */
export interface Rollup {
  readonly table: Table
  /** The fact table whose rows touch its buckets. */
  readonly from: string
  /** The SQL tuple literal that names the bucket of a fact row. */
  bucketOf(row: Readonly<Record<string, unknown>>): string
  /** What its buckets hold by the level below: rows of its table. Null selects all buckets. */
  select(context: RecountContext, buckets: readonly string[] | null): string
}

/**
 * The statement that recounts these buckets; null recounts all, in the order of their key: parts that do not overlap
 * are read with FINAL as quickly as without.
 */
export function recountStatement(
  rollup: Rollup,
  context: RecountContext,
  buckets: readonly string[] | null,
): string {
  const columns = Object.keys(rollup.table.columns).join(', ')
  const order = buckets === null ? ` ORDER BY ${rollup.table.key.join(', ')}` : ''
  return `INSERT INTO ${context.tableOf(rollup.table.name)} (${columns}) SELECT ${columns} FROM (${rollup.select(context, buckets)})${order}`
}

/** How many of these buckets serve another value than a recount of the level below gives. */
export function driftStatement(rollup: Rollup, context: RecountContext, buckets: readonly string[]): string {
  const key = rollup.table.key.join(', ')
  const values = valuesOf(rollup.table)
  const served = values.map(({ name, value }) => `${value} AS served_${name}`).join(', ')
  const differs = values.map(({ name }) => `isDistinctFrom(${name}, served_${name})`).join(' OR ')
  return `
    SELECT countIf(${differs}) AS drifted FROM (${rollup.select(context, buckets)}) AS recounted
    LEFT JOIN (SELECT ${key}, ${served} FROM ${context.tableOf(rollup.table.name)} AS t GROUP BY ${key}) AS served
    USING (${key})`
}

/** What is served of a bucket: each column as it merges, or all of them as the greatest version has them. */
function valuesOf({ columns, key, version }: Table): readonly { name: string; value: string }[] {
  return Object.entries(columns).flatMap(([name, type]) => {
    if (version !== null)
      return key.includes(name) ? [] : [{ name, value: `argMax(tuple(t.${name}), t.${version}).1` }]
    return typeof type === 'object' && 'merge' in type ? [{ name, value: `${type.merge}(t.${name})` }] : []
  })
}
