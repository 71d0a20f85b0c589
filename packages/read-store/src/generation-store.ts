import type { Store } from './client.ts'
import { auditGeneration, type GenerationAudit } from './generation-audit.ts'
import type { ReadModel } from './read-models.ts'
import { type RecountContext, type Rollup, type RollupSettings, recountStatement } from './rollup.ts'
import type { RowsByTable } from './rows.ts'
import type { Table } from './table.ts'
import { dropStatements, localTable, renderSql, shardOf, tableName } from './template.ts'

/** ClickHouse parses one statement's set of buckets in memory; more of them are recounted in turns. */
const BUCKETS_PER_STATEMENT = 1000

/** One generation of a read model's tables. */
export interface GenerationStore {
  readonly generation: string | null
  /** Makes its tables, if they are not there. */
  create(): Promise<void>
  /** Checks and inserts rows; throws ValueRefusedError or StoreError. Inserting them again changes nothing. */
  insert(rows: RowsByTable): Promise<void>
  /** Recounts every rollup bucket that these rows touch, level by level. */
  recount(rows: RowsByTable): Promise<void>
  /** Recounts every bucket of every rollup. */
  recountAll(): Promise<void>
  /** Compares these rows and the buckets that they touch with what the tables hold. */
  audit(rows: RowsByTable): Promise<GenerationAudit>
  drop(): Promise<void>
  /** The full name under which one of its tables is read. */
  tableOf(name: string): string
}

/** `generation` null: the tables without generations, those of the archive. */
export function openGeneration(
  store: Store,
  model: ReadModel,
  generation: string | null,
  settings: RollupSettings,
): GenerationStore {
  const tables = new Map(model.tables.map((table) => [table.name, table]))
  const local = (name: string) => localTable(store.placement, name, generation)
  const context: RecountContext = { tableOf: local, shard: shardOf(store.placement), settings }
  return {
    generation,
    create: async () => {
      if (model.ddl === null) return
      for (const statement of renderSql(model.ddl, store.placement, generation)) {
        await store.command(`create ${model.projection}`, statement)
      }
    },
    insert: async (rows) => {
      const encoded = encodeAll(tables, rows)
      await Promise.all(encoded.map(([name, values]) => store.insert(`insert ${name}`, local(name), values)))
    },
    recount: async (rows) => {
      for (const rollup of model.rollups) await recountTouched(store, rollup, context, rows)
    },
    recountAll: async () => {
      for (const rollup of model.rollups) {
        await catchUp(store, rollup, context, 'long')
        await store.command(
          `recount all ${rollup.table.name}`,
          recountStatement(rollup, context, null),
          'long',
        )
      }
    },
    audit: (rows) => auditGeneration(store, model, context, rows),
    drop: async () => {
      for (const table of model.tables) {
        for (const statement of dropStatements(store.placement, table.name, generation))
          await store.command(`drop ${table.name}`, statement)
      }
    },
    tableOf: (name) => tableName(store.placement, name, generation),
  }
}

// Every table is checked before any is written: a refused value stops its message before it leaves half a trace.
function encodeAll(
  tables: ReadonlyMap<string, Table>,
  rows: RowsByTable,
): [string, Record<string, unknown>[]][] {
  return Object.entries(rows)
    .filter(([, tableRows]) => tableRows.length > 0)
    .map(([name, tableRows]) => {
      const table = tables.get(name)
      if (table === undefined) throw new TypeError(`the read model has no table ${name}`)
      return [name, tableRows.map((row) => table.encode(row))]
    })
}

async function recountTouched(
  store: Store,
  rollup: Rollup,
  context: RecountContext,
  rows: RowsByTable,
): Promise<void> {
  const buckets = [...new Set((rows[rollup.from] ?? []).map((row) => rollup.bucketOf(row)))]
  if (buckets.length > 0) await catchUp(store, rollup, context, 'short')
  for (let from = 0; from < buckets.length; from += BUCKETS_PER_STATEMENT) {
    const some = buckets.slice(from, from + BUCKETS_PER_STATEMENT)
    await store.command(`recount ${rollup.table.name}`, recountStatement(rollup, context, some))
  }
}

/**
 * On a cluster: waits until the replica that answers has what any replica acknowledged, in every table that the recount reads. Else two
 * projectors, each on a replica of its own, could both recount a bucket without the other's rows, and nobody after them.
 */
async function catchUp(
  store: Store,
  rollup: Rollup,
  context: RecountContext,
  patience: 'short' | 'long',
): Promise<void> {
  if (store.placement.cluster === null) return
  const read = new Set<string>()
  const noting = (name: string) => {
    const table = context.tableOf(name)
    read.add(table)
    return table
  }
  rollup.select({ ...context, tableOf: noting }, null)
  for (const table of read)
    await store.command('catch up', `SYSTEM SYNC REPLICA ${table} LIGHTWEIGHT`, patience)
}
