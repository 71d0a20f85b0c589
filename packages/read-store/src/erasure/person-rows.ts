import type { Store } from '../client.ts'
import type { Row } from '../rows.ts'
import type { Table } from '../table.ts'
import { commands, deliveries, repositoryNames, snapshots } from '../tables/deliveries.ts'
import { deliveryCounts } from '../tables/delivery-counts.ts'
import { rewrittenDeliveries } from '../tables/erasures.ts'
import { deadLetters, outcomes } from '../tables/operations.ts'
import { localTable, onCluster, tableName } from '../template.ts'
import { findRows } from './found-rows.ts'

/** What is rewritten, and how: `rewrite` gives the row itself when there is nothing of the person in it. */
export interface PersonRewriting {
  readonly erasureId: string
  /** Position in the stream EVENTS: later rows of the archive stay as they are. */
  readonly upTo: number
  readonly needles: readonly string[]
  readonly now: Date
  rewrite(row: Row, jsonColumns: ReadonlySet<string>): Row
}

interface ArchiveTable {
  readonly table: Table
  readonly jsonColumns: ReadonlySet<string>
  /** Their months in which parts lie; null: one. */
  readonly partitionOf: ((row: Row) => string) | null
}

const NONE: ReadonlySet<string> = new Set()
const BODY: ReadonlySet<string> = new Set(['body'])

/** Rows stay under their keys: written again they take the older ones' place. */
const archive: readonly ArchiveTable[] = [
  {
    table: deliveries,
    jsonColumns: new Set(['payload']),
    partitionOf: ({ received_at }) => String(received_at).slice(0, 7).replace('-', ''),
  },
  { table: snapshots, jsonColumns: BODY, partitionOf: null },
  { table: commands, jsonColumns: BODY, partitionOf: null },
]

/** Names stand in their keys: they are written under others before the old ones go. */
const named: readonly Table[] = [repositoryNames, deliveryCounts]

/** What a rebuild writes anew from what was rewritten. */
const retold: readonly Table[] = [outcomes, deadLetters]

/**
 * Goes through every archived delivery and snapshot that holds a needle, which only tells that a look is worth it.
 */
export async function readPersonBodies(
  store: Store,
  needles: readonly string[],
  upTo: number,
  look: (body: string) => void,
): Promise<void> {
  for (const { table, column } of [
    { table: deliveries, column: 'payload' },
    { table: snapshots, column: 'body' },
  ]) {
    const from = tableName(store.placement, table.name, null)
    for await (const page of findRows(store, { table, from, needles, condition: arrivedBy(upTo) }))
      for (const row of page) if (row[column] !== '') look(String(row[column]))
  }
}

/** Rewrites the archive, and what is kept beside it. Doing it again changes nothing. Gives how many rows were rewritten. */
export async function rewritePersonRows(
  store: Store,
  rewriting: PersonRewriting,
): Promise<{ readonly deliveries: number; readonly otherRows: number }> {
  const counts = { deliveries: 0, otherRows: 0 }
  for (const each of archive) {
    const rows = await replaceRows(store, each, rewriting)
    if (each.table === deliveries) counts.deliveries += rows
    else counts.otherRows += rows
  }
  for (const table of named) counts.otherRows += await moveRows(store, table, rewriting, true)
  for (const table of retold) counts.otherRows += await moveRows(store, table, rewriting, false)
  return counts
}

function arrivedBy(upTo: number): string {
  return `stream_sequence <= ${Math.trunc(upTo)}`
}

/** Parts are merged at once, so that no older row is left in one that is read. */
async function replaceRows(
  store: Store,
  { table, jsonColumns, partitionOf }: ArchiveTable,
  { needles, upTo, now, rewrite }: PersonRewriting,
): Promise<number> {
  const local = localTable(store.placement, table.name, null)
  const from = tableName(store.placement, table.name, null)
  const partitions = new Set<string>()
  let count = 0
  for await (const page of findRows(store, { table, from, needles, condition: arrivedBy(upTo) })) {
    const changed = page.flatMap((row) => changedRow(row, rewrite(row, jsonColumns)))
    if (changed.length === 0) continue
    if (table === deliveries) await markRewritten(store, changed, now)
    await store.insert(`rewrite ${table.name}`, local, changed)
    count += changed.length
    for (const row of changed) partitions.add(partitionOf?.(row) ?? '')
  }
  for (const partition of partitions) {
    const which = partition === '' ? '' : `PARTITION ID '${partition}'`
    const statement = `OPTIMIZE TABLE ${local} ${onCluster(store.placement)} ${which} FINAL`
    await store.command(
      `merge ${table.name}`,
      `${statement} SETTINGS optimize_throw_if_noop = 1, alter_sync = 2`,
      'long',
    )
  }
  return count
}

function changedRow(before: Row, after: Row): readonly Row[] {
  if (after === before) return []
  if (typeof after.form_body !== 'string' || after.form_body === '') return [after]
  return [{ ...after, form_body: new URLSearchParams({ payload: String(after.payload) }).toString() }]
}

async function markRewritten(store: Store, rows: readonly Row[], now: Date): Promise<void> {
  const marks = rows.map(({ guid, received_at }) =>
    rewrittenDeliveries.encode({ guid, received_at: new Date(String(received_at)), rewritten_at: now }),
  )
  await store.insert(
    'insert rewritten_deliveries',
    localTable(store.placement, 'rewritten_deliveries', null),
    marks,
  )
}

/** ClickHouse reads a statement of 256 KiB. */
const DELETED_AT_ONCE = 5000

/**
 * Deletes rows that hold the person, after they were written anew where that is asked for. Which rows these are is said by
 * salted hashes of their keys: a statement that deletes is kept for a while.
 */
async function moveRows(
  store: Store,
  table: Table,
  { erasureId, needles, rewrite }: PersonRewriting,
  isKept: boolean,
): Promise<number> {
  const local = localTable(store.placement, table.name, null)
  const hash = `toString(sipHash64('${erasureId}', ${table.key.map((column) => `toString(${column})`).join(', ')}))`
  const hashes: string[] = []
  const search = { table, from: local, needles, condition: '1', extra: { erased_hash: hash } }
  for await (const page of findRows(store, search)) {
    const changed = page.flatMap(({ erased_hash, ...row }) => {
      const after = rewrite(row, NONE)
      return after === row ? [] : [{ after, hash: String(erased_hash) }]
    })
    if (isKept && changed.length > 0)
      await store.insert(
        `rewrite ${table.name}`,
        local,
        changed.map(({ after }) => after),
      )
    hashes.push(...changed.map(({ hash: each }) => each))
  }
  for (let start = 0; start < hashes.length; start += DELETED_AT_ONCE) {
    const some = hashes.slice(start, start + DELETED_AT_ONCE).map((each) => `'${each}'`)
    const statement = `ALTER TABLE ${local} ${onCluster(store.placement)} DELETE WHERE ${hash} IN (${some.join(', ')})`
    await store.command(`erase ${table.name}`, `${statement} SETTINGS mutations_sync = 2`, 'long')
  }
  return hashes.length
}
