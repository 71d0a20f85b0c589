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
