import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import type { ReadModel } from './read-models.ts'
import { localTable, tableName } from './template.ts'

export interface TableComparison {
  readonly table: string
  readonly live: number
  readonly built: number
}

/** Distinct rows of each table in the live generation and in the one that was built. */
export async function compareGenerations(
  store: Store,
  model: ReadModel,
  live: string,
  built: string,
): Promise<readonly TableComparison[]> {
  const comparisons: TableComparison[] = []
  for (const table of model.tables) {
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

/**
 * Copies the rows of a live generation whose payloads have expired (those from before `horizon`; all when it is null)
 * into a new one, and recounts nothing: that is the caller's next step. Rows that are there already stay as they are.
 */
export async function takeOverRows(
  store: Store,
  model: ReadModel,
  generations: { readonly live: string; readonly built: string },
  horizon: Date | null,
): Promise<void> {
  for (const { table, time } of model.takeOvers) {
    const from = tableName(store.placement, table, generations.live)
    const into = localTable(store.placement, table, generations.built)
    const expired =
      horizon === null ? '1' : `${time} < parseDateTime64BestEffort('${horizon.toISOString()}', 3, 'UTC')`
    await store.command(
      `take over ${table}`,
      `INSERT INTO ${into} SELECT * FROM ${from} WHERE ${expired}`,
      'long',
    )
  }
}
