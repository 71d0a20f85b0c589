import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { identifier } from './sql-text.ts'

const counted = z.object({
  /** Only what was received since then; null: nothing. */
  since: z.date().nullable(),
  /** Null: all of them. */
  events: z.array(z.string()).readonly().nullable(),
  commands: z.array(z.string()).readonly(),
  snapshots: z.array(z.string()).readonly(),
})

/** How many messages the archive holds of these events, commands and snapshots: attempts, as they are stored. */
export async function archiveSize(store: Store, which: z.output<typeof counted>): Promise<number> {
  const [row] = await store.query(sizeQuery(identifier(store.placement.database)), which)
  return row?.messages ?? 0
}

function sizeQuery(database: string) {
  return defineQuery({
    name: 'archive.size',
    parameters: counted,
    row: z.object({ messages: z.number() }),
    render: ({ since, events, ...types }) => ({
      sql: `
        SELECT (SELECT count() FROM ${database}.deliveries
            WHERE received_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
              ${events === null ? '' : 'AND event IN {events:Array(String)}'})
          + (SELECT count() FROM ${database}.commands WHERE type IN {commands:Array(String)})
          + (SELECT count() FROM ${database}.snapshots WHERE type IN {snapshots:Array(String)}) AS messages`,
      values: { since: since?.getTime() ?? LAST, ...(events === null ? {} : { events }), ...types },
    }),
  })
}

const LAST = Date.UTC(2106, 0, 1)
