import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { anyOfTexts, inRange, oneOf, oneOfAnyCase, rowTime, timeRange, where } from './conditions.ts'
import { type SortColumns, sortedPage, sortedRow, sortedText, sorting } from './sorting.ts'

const columns: SortColumns = {
  at: { sql: 'toUnixTimestamp64Milli(at)', type: 'Int64' },
  who: sortedText("nullIf(who, '')"),
  action: sortedText('action'),
  status: { sql: 'status', type: 'Int64' },
}

const ENTRIES = `
  SELECT command_id AS id, issued_at AS at, any(body) AS command, JSONExtractString(command, 'entry', 'who') AS who,
    JSONExtractString(command, 'entry', 'action') AS action, JSONExtractInt(command, 'entry', 'status') AS status,
    multiIf(status < 400, 'done', status < 500, 'refused', 'failed') AS outcome
  FROM commands`

/** Entries of the audit log, which lie among the archived commands, in the order of a column. */
export const auditPage = defineQuery({
  name: 'commands.audit',
  parameters: z.object({
    ...timeRange,
    who: anyOfTexts,
    actions: anyOfTexts,
    outcomes: anyOfTexts,
    sorting,
    limit: z.int(),
  }),
  row: z.object({ id: z.string(), at: rowTime, command: z.string(), ...sortedRow }),
  render: ({ who, actions, outcomes, limit, ...asked }) => {
    const page = sortedPage(columns, { id: 'String' }, asked.sorting)
    const stored = where([{ sql: "type = 'audit'", values: {} }, ...inRange('issued_at', asked)])
    const fits = where([
      oneOfAnyCase('who', 'who', who),
      oneOfAnyCase('action', 'actions', actions),
      oneOf('outcome', 'outcomes', outcomes),
      page.after,
    ])
    return {
      sql: `
        SELECT id, at, command, ${page.column}
        FROM (${ENTRIES} ${stored.sql} GROUP BY issued_at, command_id)
        ${fits.sql} ${page.order} LIMIT {limit:UInt32}`,
      values: { ...stored.values, ...fits.values, limit },
    }
  },
})
