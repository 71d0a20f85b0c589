import { z } from 'zod'

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

interface GroupPage {
  readonly after: { readonly value: number; readonly key: string } | null
  readonly limit: number
}

/** The parts of a query for groups of at least one dimension; it names `sort_value` and `sort_key` itself. */
export function groupOrder<D extends string>(
  dimensions: Readonly<Record<D, string>>,
  groupBy: readonly D[],
  { after, limit }: GroupPage,
) {
  const names = Object.keys(dimensions).filter((name): name is D => name in dimensions)
  const expressions = groupBy.map((name) => dimensions[name])
  const named = (name: D) => (name === 'repository' ? 'repository_id' : name)
  const column = (name: D) => `${groupBy.includes(name) ? dimensions[name] : 'NULL'} AS ${named(name)}`
  const place = '(sort_value = {after_value:Float64} AND sort_key > {after_key:String})'
  return {
    columns: names.map(column).join(', '),
    /** A text that is the same for one group alone. */
    key: `toJSONString(tuple(${expressions.join(', ')}))`,
    tail: `
      GROUP BY ${expressions.join(', ')}
      ${after === null ? '' : `HAVING sort_value < {after_value:Float64} OR ${place}`}
      ORDER BY sort_value DESC, sort_key LIMIT {limit:UInt32}`,
    values: { limit, ...(after && { after_value: after.value, after_key: after.key }) },
  }
}
