import { z } from 'zod'
import type { Condition } from './conditions.ts'

/** What a list can be ordered by. An expression of a time gives Unix seconds or milliseconds, one of a text the text in lower case. */
interface SortColumn {
  readonly sql: string
  readonly type: 'Int64' | 'Float64' | 'String'
}

export type SortColumns = Readonly<Record<string, SortColumn>>

const sortValue = z.union([z.number(), z.string()]).nullable()

/** The column of a row by which it is ordered. */
export const sortedRow = { sort_value: sortValue }

/** By which column, whichever way, and after which row: its value and its key. */
export const sorting = z.object({
  column: z.string(),
  descending: z.boolean(),
  after: z
    .object({ value: sortValue, key: z.array(z.union([z.number(), z.string()])).readonly() })
    .nullable(),
})

export type Sorting = z.output<typeof sorting>

/** Columns of a primary key, with their types. */
type SortKey = Readonly<Record<string, 'UInt64' | 'Int64' | 'String'>>

type Later = '<' | '<=' | '>'

interface SortedPage {
  /** To be selected: `… AS sort_value`. */
  readonly column: string
  readonly type: SortColumn['type']
  /** What comes after the row that the page begins after; of the outermost rows. */
  readonly after: Condition | null
  readonly order: string
}

/**
 * The parts of a query for a page in the order of a column: what is null comes last, and equal ones are ordered by their key,
 * which makes the order one of all rows. `key` are its columns with their types, a primary key of the rows.
 */
export function sortedPage(
  columns: SortColumns,
  key: SortKey,
  { column, descending, after }: Sorting,
  /** `<=`: what has the key of the row after which the page begins is there too. `>`: equal ones stand from the least key on. */
  later: Later = '<',
): SortedPage {
  const { sql, type } = columnOf(columns, column)
  const names = Object.keys(key)
  return {
    column: `${sql} AS sort_value`,
    type,
    after: after && afterRow(type, key, { descending, later, ...after }),
    order: `ORDER BY sort_value ${descending ? 'DESC' : 'ASC'} NULLS LAST, ${names.map((name) => `${name} ${later === '>' ? 'ASC' : 'DESC'}`).join(', ')}`,
  }
}

/** A time in whole seconds; 1970 stands where a payload told none. */
export function sortedTime(sql: string): SortColumn {
  return { sql: `toInt64(nullIf(toUnixTimestamp(${sql}), 0))`, type: 'Int64' }
}

export function sortedText(sql: string): SortColumn {
  return { sql: `lowerUTF8(${sql})`, type: 'String' }
}

export function sortedCount(sql: string): SortColumn {
  return { sql: `toInt64(${sql})`, type: 'Int64' }
}

/** A share or a number of seconds, unknown unless a condition holds. Whole numbers come back from a cursor as they were. */
export function sortedNumber(sql: string, known: string, unit: number): SortColumn {
  return { sql: `if(${known}, toInt64(floor(${sql} * ${unit} + 0.5)), NULL)`, type: 'Int64' }
}

function columnOf(columns: SortColumns, name: string): SortColumn {
  const found = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (found === undefined) throw new TypeError(`there is no order by ${name}`)
  return found
}

function afterRow(
  type: SortColumn['type'],
  key: SortKey,
  after: { readonly descending: boolean; readonly later: Later } & NonNullable<Sorting['after']>,
): Condition {
  const names = Object.keys(key)
  const bound = Object.entries(key).map(([name, of]) => `{after_${name}:${of}}`)
  const keys = Object.fromEntries(names.map((name, index) => [`after_${name}`, after.key[index]]))
  const later = `(${names.join(', ')}) ${after.later} (${bound.join(', ')})`
  if (after.value === null) return { sql: `(sort_value IS NULL AND ${later})`, values: keys }
  const value = `{after_value:${type}}`
  const beyond = `sort_value ${after.descending ? '<' : '>'} ${value}`
  return {
    sql: `(${beyond} OR (sort_value = ${value} AND ${later}) OR sort_value IS NULL)`,
    values: { ...keys, after_value: after.value },
  }
}
