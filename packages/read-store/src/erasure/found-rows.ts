import { z } from 'zod'
import type { Store } from '../client.ts'
import { defineQuery } from '../named-query.ts'
import type { Row } from '../rows.ts'
import type { Table } from '../table.ts'

/** Rows that hold one of `needles` anywhere, in any case, and what is true of them besides. */
export interface RowSearch {
  readonly table: Table
  /** The full name under which it is read. */
  readonly from: string
  readonly needles: readonly string[]
  readonly condition: string
  /** Selected beside the columns: an expression by its name. */
  readonly extra?: Readonly<Record<string, string>>
}

const PAGE = 200
/** The whole row as text: what is in tuples and arrays too. */
const WHOLE_ROW = "formatRow('JSONEachRow', *)"

/** These rows in the order of their key, in pages. Values are bound: no needle becomes SQL. */
export async function* findRows(store: Store, search: RowSearch): AsyncGenerator<readonly Row[]> {
  let after: Row | null = null
  for (;;) {
    const page: readonly Row[] = await store.query(pageQuery(search, after), {})
    if (page.length > 0) yield page
    after = page.at(-1) ?? null
    if (page.length < PAGE) return
  }
}

/** What is bound stands in no log of queries either. */
export const UNLOGGED = 'SETTINGS log_queries = 0'

/** True of rows that hold one of the needles, bound as `needles`. */
export const HOLDS_NEEDLE = `multiSearchAnyCaseInsensitiveUTF8(${WHOLE_ROW}, {needles:Array(String)})`

function pageQuery({ table, from, needles, condition, extra = {} }: RowSearch, after: Row | null) {
  const key = table.key.join(', ')
  const beside = Object.entries(extra).map(([name, expression]) => `, ${expression} AS ${name}`)
  const bounds = after === null ? [] : table.key.map((column, index) => [`key_${index}`, after[column]])
  const values = { needles, ...Object.fromEntries(bounds) }
  const next =
    after === null ? '1' : `(${key}) > (${table.key.map((each, i) => bound(table, each, i)).join(', ')})`
  return defineQuery({
    name: `erasure.find_${table.name}`,
    parameters: z.object({}),
    row: z.record(z.string(), z.unknown()),
    render: () => ({
      sql: `
        SELECT *${beside.join('')} FROM ${from}
        WHERE ${condition} AND ${next} AND ${HOLDS_NEEDLE}
        ORDER BY ${key} LIMIT ${PAGE} WITH TIES
        ${UNLOGGED}`,
      values,
    }),
  })
}

function bound({ columns }: Table, column: string, index: number): string {
  const type = columns[column]
  const value = `key_${index}`
  if (type === "DateTime64(3, 'UTC')") return `parseDateTime64BestEffort({${value}:String}, 3, 'UTC')`
  if (type === "DateTime('UTC')") return `parseDateTimeBestEffort({${value}:String}, 'UTC')`
  if (type === 'Date') return `toDate({${value}:String})`
  if (type === 'String' || type === 'LowCardinality(String)') return `{${value}:String}`
  if (typeof type === 'string') return `{${value}:${type}}`
  throw new TypeError(`nothing is sorted by a column like ${column}`)
}
