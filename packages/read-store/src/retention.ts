import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { localTable, onCluster } from './template.ts'

/**
 * Lets the archive forget payloads, and nothing else, this long after their receipt. Rows and all that was counted
 * from them stay. ClickHouse clears them when it merges.
 */
export async function setPayloadRetention(store: Store, retentionMs: number): Promise<void> {
  const table = localTable(store.placement, 'deliveries', null)
  const expiry = `toDateTime(received_at) + toIntervalSecond(${Math.ceil(retentionMs / 1000)})`
  for (const column of ['payload', 'form_body']) {
    const change = `MODIFY COLUMN ${column} String CODEC(ZSTD(3)) TTL ${expiry}`
    await alter(store, 'set payload retention', table, change)
  }
}

const DAY_SECONDS = 86_400

/**
 * Lets what became of each message be forgotten this long after it was written; null: never. No number is counted from
 * it. The archive's own outcomes go a day before the others: while one is there, all of its delivery are.
 */
export async function setOutcomeRetention(store: Store, retentionMs: number | null): Promise<void> {
  const table = localTable(store.placement, 'outcomes', null)
  const definition = await definitionOf(store, 'outcomes')
  if (retentionMs === null) {
    if (definition.includes(' TTL ')) await alter(store, OUTCOMES, table, 'REMOVE TTL')
    return
  }
  const later = `if(projection = 'deliveries', 0, ${DAY_SECONDS})`
  const expiry = `written_at + toIntervalSecond(${Math.ceil(retentionMs / 1000)} + ${later})`
  // A change reads every part again: what is so already is left as it is.
  if (!definition.includes(` TTL ${expiry}`)) await alter(store, OUTCOMES, table, `MODIFY TTL ${expiry}`)
}

const OUTCOMES = 'set outcome retention'

function alter(store: Store, name: string, table: string, change: string): Promise<void> {
  return store.command(name, `ALTER TABLE ${table} ${onCluster(store.placement)} ${change}`)
}

/** Of a table of our own on this server, as ClickHouse writes it. */
async function definitionOf(store: Store, name: string): Promise<string> {
  const [row] = await store.query(tableDefinition, { table: localTable(store.placement, name, null) })
  return row?.engine_full ?? ''
}

const tableDefinition = defineQuery({
  name: 'system.table_definition',
  parameters: z.object({ table: z.string() }),
  row: z.object({ engine_full: z.string() }),
  render: (values) => ({
    sql: "SELECT engine_full FROM system.tables WHERE concat(database, '.', name) = {table:String}",
    values,
  }),
})
