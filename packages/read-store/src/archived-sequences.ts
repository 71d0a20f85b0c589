import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { identifier, literal } from './sql-text.ts'

/** The archives of what came through the stream EVENTS. */
const ARCHIVES = ['deliveries', 'commands', 'snapshots'] as const

/** Sequences of the stream EVENTS. */
export interface ArchivedSequences {
  readonly oldest: number
  readonly newest: number
}

/**
 * The least and greatest sequence that the archive knows; null for one that is empty, or not there. A stream that is made anew goes on
 * after the greatest, so that no sequence means two deliveries. Throws StoreError.
 */
export async function archivedSequences({ query, placement }: Store): Promise<ArchivedSequences | null> {
  const { database } = placement
  const there = await query(archivesQuery(database), {})
  if (there.length === 0) return null
  const names = there.map(({ name }) => name)
  const [row] = await query(sequencesQuery(database, names), {})
  if (row === undefined || row.messages === 0) return null
  return { oldest: row.oldest, newest: row.newest }
}

/** 0 for an archive that is empty, or not there. */
export async function newestArchivedSequence(store: Store): Promise<number> {
  return (await archivedSequences(store))?.newest ?? 0
}

function archivesQuery(database: string) {
  return defineQuery({
    name: 'archives.list',
    parameters: z.object({}),
    row: z.object({ name: z.enum(ARCHIVES) }),
    render: () => ({
      sql: `SELECT name FROM system.tables WHERE database = ${literal(database)} AND name IN (${ARCHIVES.map(literal).join(', ')})`,
      values: {},
    }),
  })
}

function sequencesQuery(database: string, archives: readonly string[]) {
  const each = archives.map(
    (name) =>
      `SELECT stream_sequence AS sequence FROM ${identifier(database)}.${identifier(name)} WHERE stream_sequence > 0`,
  )
  return defineQuery({
    name: 'archives.sequences',
    parameters: z.object({}),
    row: z.object({ messages: z.number(), oldest: z.number(), newest: z.number() }),
    render: () => ({
      sql: `SELECT count() AS messages, min(sequence) AS oldest, max(sequence) AS newest FROM (${each.join(' UNION ALL ')})`,
      values: {},
    }),
  })
}
