import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { where } from './conditions.ts'
import { type SortColumns, sortedPage, sortedRow, sortedText, sorting } from './sorting.ts'

const told = (field: string) => sortedText(`JSONExtract(body, '${field}', 'Nullable(String)')`)

const orders: SortColumns = {
  at: { sql: 'at_ms', type: 'Int64' },
  user: told('user'),
  interaction: told('interaction'),
  repository: told('asked_repository'),
  outcome: told('outcome'),
}

/** A page of interactions with the GitHub App as they were appended. */
export const appInteractionPage = defineQuery({
  name: 'snapshots.app_interactions',
  parameters: z.object({ sorting, limit: z.int() }),
  row: z.object({ snapshot_id: z.string(), at_ms: z.number(), body: z.string(), ...sortedRow }),
  render: ({ sorting: asked, limit }) => {
    const { column, after, order } = sortedPage(orders, { at_ms: 'Int64', snapshot_id: 'String' }, asked)
    const { sql, values } = where([after])
    return {
      sql: `
        SELECT *, ${column} FROM (
          SELECT snapshot_id, toUnixTimestamp64Milli(taken_at) AS at_ms, any(body) AS body FROM snapshots
          WHERE type = 'app_interaction' GROUP BY taken_at, snapshot_id)
        ${sql} ${order} LIMIT {limit:UInt32}`,
      values: { ...values, limit },
    }
  },
})
