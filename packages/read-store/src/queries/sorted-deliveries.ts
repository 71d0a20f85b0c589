import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { type Condition, instant, rowTime, where } from './conditions.ts'
import { attemptColumns, attemptRow, deliveryFilters, fittingAttempts } from './deliveries.ts'
import { type SortColumns, sortedPage, sortedRow, sorting } from './sorting.ts'

const text = (sql: string) => ({ sql: `lowerUTF8(${sql})`, type: 'String' }) as const
const number = (sql: string) => ({ sql: `toInt64(${sql})`, type: 'Int64' }) as const

// Not by when the archive wrote them: one that was archived twice would stand at two places until ClickHouse has merged it.
const columns: SortColumns = {
  received_at: number('toUnixTimestamp64Milli(received_at)'),
  event: text('event'),
  action: text("nullIf(action, '')"),
  repository: text("nullIf(repository, '')"),
  sender: text('sender'),
  size: number('size'),
}

// Equal ones are ordered by their receipt, the newest first: so they lie, and few are of the same millisecond.
const KEY = { received_ms: 'Int64', guid: 'String' } as const
const RECEIVED = 'toUnixTimestamp64Milli(received_at) AS received_ms'

const asked = { ...deliveryFilters, sorting }

const boundRow = z.object({ ...sortedRow, received_at: rowTime })

/**
 * What the row that comes so many rows after the page's beginning is ordered by; none when there are not so many. It reads two
 * narrow columns of all rows that fit, so that a page reads the others of its own rows alone.
 */
export const sortedDeliveryBound = defineQuery({
  name: 'deliveries.sorted_bound',
  parameters: z.object({ ...asked, skip: z.int() }),
  row: boundRow,
  render: ({ skip, ...wanted }) => {
    const { sorting: order } = wanted
    // Of the same millisecond and value some may lie before the page's beginning: the bound is looked for further on.
    const after = order.after && { value: order.after.value, key: [order.after.key[0] ?? 0] }
    const rows = sortedPage(columns, { received_ms: 'Int64' }, { ...order, after }, '<=')
    const fits = where([...fittingAttempts(wanted), rows.after])
    return {
      sql: `
        SELECT ${rows.column}, received_at, ${RECEIVED} FROM deliveries ${fits.sql}
        ${rows.order} LIMIT 1 OFFSET {skip:UInt32}`,
      values: { ...fits.values, skip },
    }
  },
})

/** Attempts in the order of a column, up to a bound. One that was archived twice may come twice, side by side. */
export const sortedDeliveries = defineQuery({
  name: 'deliveries.sorted',
  parameters: z.object({ ...asked, bound: boundRow.nullable(), limit: z.int() }),
  row: attemptRow.extend(sortedRow),
  render: ({ bound, limit, ...wanted }) => {
    const rows = sortedPage(columns, KEY, wanted.sorting)
    const fits = where([
      ...fittingAttempts(wanted),
      rows.after,
      bound && upTo(rows.type, wanted.sorting.descending, bound),
    ])
    return {
      sql: `
        SELECT ${attemptColumns}, ${rows.column}, ${RECEIVED} FROM deliveries ${fits.sql}
        ${rows.order} LIMIT {limit:UInt32}`,
      values: { ...fits.values, limit },
    }
  },
})

function upTo(
  type: string,
  descending: boolean,
  { sort_value, received_at }: z.output<typeof boundRow>,
): Condition {
  const time = { bound_time: Date.parse(received_at) }
  const since = `received_at >= ${instant('bound_time')}`
  if (sort_value === null) return { sql: `(sort_value IS NOT NULL OR ${since})`, values: time }
  const value = `{bound_value:${type}}`
  return {
    sql: `(sort_value ${descending ? '>' : '<'} ${value} OR (sort_value = ${value} AND ${since}))`,
    values: { ...time, bound_value: sort_value },
  }
}
