import { z } from 'zod'
import type { RenderedQuery } from '../named-query.ts'
import { where } from './conditions.ts'
import { type SortColumns, type Sorting, sortedNumber, sortedPage, sortedRow, sorting } from './sorting.ts'

/** How many of a group's values are known, and how they are spread: median, P75 and P90. */
export const spread = z.object({
  count: z.number(),
  mean: z.number().nullable(),
  quantiles: z.array(z.number().nullable()),
})

/** Quantiles between two values are interpolated: the median of 1 and 3 is 2. */
export function spreadOf(column: string): string {
  return `CAST(tuple(count(${column}), avgOrNull(${column}), quantilesExactInclusive(0.5, 0.75, 0.9)(${column})),
    'Tuple(count UInt64, mean Nullable(Float64), quantiles Array(Nullable(Float64)))')`
}

/** The same of the values that fulfil a condition: of a column that is never null it takes half the time. */
export function spreadIf(column: string, condition: string): string {
  return `CAST(tuple(countIf(${condition}), avgOrNullIf(${column}, ${condition}),
      quantilesExactInclusiveIf(0.5, 0.75, 0.9)(${column}, ${condition})),
    'Tuple(count UInt64, mean Nullable(Float64), quantiles Array(Nullable(Float64)))')`
}

/** A page of groups by a value, the greatest first, then by their key. */
export const groupPage = {
  after: z.object({ value: z.number(), key: z.string() }).nullable(),
  limit: z.int(),
}

/** What makes groups of at least one dimension; a dimension that makes none is null. */
export function groupColumns<D extends string>(
  dimensions: Readonly<Record<D, string>>,
  groupBy: readonly D[],
): { readonly columns: string; readonly key: string; readonly by: string } {
  const names = Object.keys(dimensions).filter((name): name is D => name in dimensions)
  const by = groupBy.map((name) => dimensions[name]).join(', ')
  const named = (name: D) => (name === 'repository' ? 'repository_id' : name)
  const column = (name: D) => `${groupBy.includes(name) ? dimensions[name] : 'NULL'} AS ${named(name)}`
  // The key is a text that is the same for one group alone.
  return { columns: names.map(column).join(', '), key: `toJSONString(tuple(${by}))`, by }
}

/** A page of groups in any order: equal ones by their key, from the least on. */
export const sortedGroupPage = { sorting, limit: z.int() }

/** The place of a group in such an order. */
export const sortedGroupRow = { ...sortedRow, sort_key: z.string() }

/** A page of the groups that a query selects, each with its `sort_key`. */
export function sortedGroups(
  { sql, values }: RenderedQuery,
  columns: SortColumns,
  { sorting: asked, limit }: { readonly sorting: Sorting; readonly limit: number },
): RenderedQuery {
  const { column, after, order } = sortedPage(columns, { sort_key: 'String' }, asked, '>')
  const rest = where([after])
  return {
    sql: `SELECT * FROM (SELECT *, ${column} FROM (${sql})) ${rest.sql} ${order} LIMIT {limit:UInt32}`,
    values: { ...values, ...rest.values, limit },
  }
}

const MILLISECONDS = 1000

/** The orders by the median, P75 and P90 of a spread. */
export function sortedSpread(name: string, column: string): SortColumns {
  const quantile = (index: number) =>
    sortedNumber(`assumeNotNull(${column}.3[${index}])`, `${column}.1 > 0`, MILLISECONDS)
  return {
    [`${name}_mean`]: sortedNumber(`assumeNotNull(${column}.2)`, `${column}.1 > 0`, MILLISECONDS),
    [`${name}_median`]: quantile(1),
    [`${name}_p75`]: quantile(2),
    [`${name}_p90`]: quantile(3),
  }
}
