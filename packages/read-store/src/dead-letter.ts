import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { identifier } from './sql-text.ts'

export interface DeadLetter {
  readonly message_id: string
  readonly subject: string
  /** Position in its stream; 0 when it came from the archive. */
  readonly stream_sequence: number
}

/** Where a dead letter's message lies; null when there is no such dead letter. */
export async function findDeadLetter(store: Store, deadLetterId: string): Promise<DeadLetter | null> {
  const [row] = await store.query(byId(store.placement.database), { id: deadLetterId })
  return row ?? null
}

/** Those of these dead letters that no retry has projected yet. */
export async function unprojectedDeadLetters(
  store: Store,
  deadLetterIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await store.query(unprojected(store.placement.database), { ids: deadLetterIds })
  return new Set(rows.map(({ id }) => id))
}

function unprojected(database: string) {
  return defineQuery({
    name: 'dead_letters.unprojected',
    parameters: z.object({ ids: z.array(z.string()).readonly() }),
    row: z.object({ id: z.string() }),
    render: (values) => ({
      sql: `
        SELECT dead_letter_id AS id FROM ${identifier(database)}.dead_letters AS d
        WHERE dead_letter_id IN {ids:Array(String)} GROUP BY dead_letter_id HAVING max(d.status).rank < 3`,
      values,
    }),
  })
}

function byId(database: string) {
  return defineQuery({
    name: 'dead_letters.by_id',
    parameters: z.object({ id: z.string() }),
    row: z.object({ message_id: z.string(), subject: z.string(), stream_sequence: z.number() }),
    render: (values) => ({
      sql: `
        SELECT max(d.message_id) AS message_id, max(d.subject) AS subject, max(d.stream_sequence) AS stream_sequence
        FROM ${identifier(database)}.dead_letters AS d WHERE dead_letter_id = {id:String} GROUP BY dead_letter_id`,
      values,
    }),
  })
}
