import { z } from 'zod'
import type { Store } from './client.ts'
import { findRows, HOLDS_NEEDLE, UNLOGGED } from './erasure/found-rows.ts'
import { defineQuery } from './named-query.ts'
import type { ReadModel } from './read-models.ts'
import type { Row } from './rows.ts'
import { identifier } from './sql-text.ts'
import { bareName, localTable, tableName } from './template.ts'

export interface TableComparison {
  readonly table: string
  readonly live: number
  readonly built: number
}

/** Distinct rows of each table in the live generation and in the one that was built; a table that is new has none to compare. */
export async function compareGenerations(
  store: Store,
  model: ReadModel,
  live: string,
  built: string,
): Promise<readonly TableComparison[]> {
  const comparisons: TableComparison[] = []
  const columnsOf = await columnsByTable(store)
  for (const table of model.tables) {
    if (columnsOf(table.name, live).length === 0) continue
    const [row] = await store.query(
      countQuery(tableName(store.placement, table.name, live), tableName(store.placement, table.name, built)),
      {},
    )
    comparisons.push({ table: table.name, live: row?.live ?? 0, built: row?.built ?? 0 })
  }
  return comparisons
}

function countQuery(live: string, built: string) {
  return defineQuery({
    name: 'generations.compare',
    parameters: z.object({}),
    row: z.object({ live: z.number(), built: z.number() }),
    render: () => ({
      sql: `SELECT (SELECT count() FROM ${live} FINAL) AS live, (SELECT count() FROM ${built} FINAL) AS built`,
      values: {},
    }),
  })
}

/** How rows of somebody who is being erased are taken over; what holds no needle goes as it is. */
export interface RowRewriting {
  readonly needles: readonly string[]
  rewrite(row: Row): Row
}

/**
 * Copies the rows of a live generation whose payloads have expired (those from before `horizon`; all when it is null)
 * into a new one, and recounts nothing: that is the caller's next step. Rows that are there already stay as they are.
 * What the live generation has no column or table for is left as it is: payloads that are gone cannot tell it.
 */
export async function takeOverRows(
  store: Store,
  model: ReadModel,
  generations: { readonly live: string; readonly built: string },
  horizon: Date | null,
  rewriting: RowRewriting | null = null,
): Promise<void> {
  const columnsOf = await columnsByTable(store)
  for (const { table, time } of model.takeOvers) {
    const known = new Set(columnsOf(table, generations.live))
    const columns = columnsOf(table, generations.built).filter((column) => known.has(column))
    if (columns.length === 0) continue
    const names = columns.map(identifier).join(', ')
    const from = tableName(store.placement, table, generations.live)
    const into = localTable(store.placement, table, generations.built)
    const expired =
      horizon === null ? '1' : `${time} < parseDateTime64BestEffort('${horizon.toISOString()}', 3, 'UTC')`
    const needles = rewriting?.needles ?? []
    const untouched = rewriting === null ? '' : `AND NOT ${HOLDS_NEEDLE} ${UNLOGGED}`
    await store.command(
      `take over ${table}`,
      `INSERT INTO ${into} (${names}) SELECT ${names} FROM ${from} WHERE ${expired} ${untouched}`,
      'long',
      rewriting === null ? {} : { needles },
    )
    const columnsTaken = new Set(columns)
    const found = model.tables.find(({ name }) => name === table)
    if (rewriting === null || found === undefined) continue
    for await (const page of findRows(store, { table: found, from, needles, condition: expired })) {
      const rows = page.map((row) => pick(rewriting.rewrite(row), columnsTaken))
      await store.insert(`take over ${table}`, into, rows)
    }
  }
}

function pick(row: Row, columns: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => columns.has(column)))
}

const storedColumns = defineQuery({
  name: 'generations.columns',
  parameters: z.object({ database: z.string() }),
  row: z.object({ table: z.string(), column: z.string() }),
  render: (values) => ({
    sql: `
      SELECT table, name AS column FROM system.columns
      WHERE database = {database:String} AND default_kind = '' ORDER BY table, position`,
    values,
  }),
})

/** The columns of a generation's table, none when there is no such table. */
async function columnsByTable(
  store: Store,
): Promise<(table: string, generation: string) => readonly string[]> {
  const rows = await store.query(storedColumns, { database: store.placement.database })
  const byTable = Map.groupBy(rows, ({ table }) => table)
  return (table, generation) => (byTable.get(bareName(table, generation)) ?? []).map(({ column }) => column)
}
