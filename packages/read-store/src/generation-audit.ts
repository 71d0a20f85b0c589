import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import type { ReadModel } from './read-models.ts'
import { driftStatement, type RecountContext } from './rollup.ts'
import type { RowsByTable } from './rows.ts'
import { literal } from './sql-text.ts'
import type { Table } from './table.ts'

export interface GenerationAudit {
  /** Rows that should be there, by their keys, and are not. */
  readonly missing: number
  /** Rollup buckets that serve another value than a recount of the level below. */
  readonly drifted: number
}

const KEYS_PER_STATEMENT = 500

/** What a read model holds against what these rows say it must hold. */
export async function auditGeneration(
  store: Store,
  model: ReadModel,
  context: RecountContext,
  rows: RowsByTable,
): Promise<GenerationAudit> {
  let missing = 0
  for (const table of model.tables) {
    const keys = [...new Set((rows[table.name] ?? []).map((row) => keyLiteral(table, table.encode(row))))]
    for (const some of chunks(keys))
      missing += some.length - (await count(store, presentKeys(table, context, some)))
  }
  let drifted = 0
  for (const rollup of model.rollups) {
    const buckets = [...new Set((rows[rollup.from] ?? []).map((row) => rollup.bucketOf(row)))]
    for (const some of chunks(buckets)) drifted += await count(store, driftStatement(rollup, context, some))
  }
  return { missing, drifted }
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / KEYS_PER_STATEMENT)
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * KEYS_PER_STATEMENT, (index + 1) * KEYS_PER_STATEMENT),
  )
}

function keyLiteral(table: Table, encoded: Readonly<Record<string, unknown>>): string {
  const values = table.key.map((column) => {
    const value = encoded[column]
    return typeof value === 'string' ? literal(value) : String(value)
  })
  return `(${values.join(',')})`
}

function presentKeys(table: Table, context: RecountContext, keys: readonly string[]): string {
  const key = table.key.join(', ')
  return `SELECT uniqExact(${key}) AS found FROM ${context.tableOf(table.name)} WHERE (${key}) IN (${keys.join(',')})`
}

async function count(store: Store, sql: string): Promise<number> {
  const [row] = await store.query(
    defineQuery({
      name: 'audit',
      parameters: z.object({}),
      row: z.record(z.string(), z.number()),
      render: () => ({ sql, values: {} }),
    }),
    {},
  )
  return Object.values(row ?? {})[0] ?? 0
}
