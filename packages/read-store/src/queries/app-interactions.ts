import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { instant, where } from './conditions.ts'

/** Interactions with the GitHub App as they were appended, the newest first. */
export const appInteractionPage = defineQuery({
  name: 'snapshots.app_interactions',
  parameters: z.object({
    after: z.object({ at: z.date(), id: z.string() }).nullable(),
    limit: z.int(),
  }),
  row: z.object({ snapshot_id: z.string(), body: z.string() }),
  render: ({ after, limit }) => {
    const { sql, values } = where([
      { sql: "type = 'app_interaction'", values: {} },
      after && {
        sql: `(taken_at, snapshot_id) < (${instant('after_at')}, {after_id:String})`,
        values: { after_at: after.at.getTime(), after_id: after.id },
      },
    ])
    return {
      sql: `
        SELECT snapshot_id, any(body) AS body FROM snapshots ${sql}
        GROUP BY taken_at, snapshot_id ORDER BY taken_at DESC, snapshot_id DESC LIMIT {limit:UInt32}`,
      values: { ...values, limit },
    }
  },
})
