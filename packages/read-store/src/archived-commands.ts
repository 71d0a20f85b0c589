import { z } from 'zod'
import { BEGINNING, pagesOf } from './archive-pages.ts'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { identifier } from './sql-text.ts'

const rowSchema = z.object({
  issued_at: z.string(),
  command_id: z.string(),
  type: z.string(),
  stream_sequence: z.number(),
  /** The command as JSON. */
  body: z.string(),
})

/** A command as the archive keeps it. */
export type ArchivedCommand = z.output<typeof rowSchema>

const PAGE = 1000

/** Archived commands of these types, oldest first, in pages. */
export function readCommands(
  store: Store,
  types: readonly string[],
): AsyncGenerator<readonly ArchivedCommand[]> {
  const query = commandPage(store.placement.database)
  return pagesOf(PAGE, (after: ArchivedCommand | null) =>
    store.query(query, {
      types,
      after_time: after?.issued_at ?? BEGINNING,
      after_id: after?.command_id ?? '',
    }),
  )
}

/** The first command of an id; null when the archive has none. */
export async function archivedCommand(store: Store, commandId: string): Promise<ArchivedCommand | null> {
  const [row] = await store.query(commandById(store.placement.database), { id: commandId })
  return row ?? null
}

const COLUMNS = 'issued_at, command_id, type, stream_sequence, body'

function commandById(database: string) {
  return defineQuery({
    name: 'commands.by_id',
    parameters: z.object({ id: z.string() }),
    row: rowSchema,
    render: (values) => ({
      sql: `SELECT ${COLUMNS} FROM ${identifier(database)}.commands WHERE command_id = {id:String} ORDER BY issued_at LIMIT 1`,
      values,
    }),
  })
}

function commandPage(database: string) {
  return defineQuery({
    name: 'commands.page',
    parameters: z.object({
      types: z.array(z.string()).readonly(),
      after_time: z.iso.datetime(),
      after_id: z.string(),
    }),
    row: rowSchema,
    render: (values) => ({
      sql: `
        SELECT ${COLUMNS} FROM ${identifier(database)}.commands
        WHERE type IN {types:Array(String)}
          AND (issued_at, command_id) > (parseDateTime64BestEffort({after_time:String}, 3, 'UTC'), {after_id:String})
        ORDER BY issued_at, command_id LIMIT 1 BY issued_at, command_id LIMIT ${PAGE}`,
      values,
    }),
  })
}
