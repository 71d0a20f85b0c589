import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRange,
  oneOf,
  repositoryIds,
  rowTime,
  timeRange,
  where,
} from './conditions.ts'
import { type SortColumns, sortedPage, sortedRow, sorting } from './sorting.ts'

const deadLetterRow = z.object({
  id: z.string(),
  projection: z.string(),
  message_id: z.string(),
  subject: z.string(),
  stream_sequence: z.number(),
  reason: z.string(),
  first_rejected_at: rowTime,
  status: z.enum(['open', 'dismissed', 'projected']),
})

export type DeadLetterNow = z.output<typeof deadLetterRow>

const COLUMNS = `
  dead_letter_id AS id, max(d.projection) AS projection, max(d.message_id) AS message_id, max(d.subject) AS subject,
  max(d.stream_sequence) AS stream_sequence, max(d.reason) AS reason, min(d.first_rejected_at) AS first_rejected_at,
  max(d.status).status AS status`

const text = (sql: string) => ({ sql: `lowerUTF8(${sql})`, type: 'String' }) as const

const columns: SortColumns = {
  first_rejected_at: { sql: 'toUnixTimestamp64Milli(first_rejected_at)', type: 'Int64' },
  projection: text('projection'),
  reason: text('reason'),
  subject: text('subject'),
  status: text('status'),
}

/** Dead letters as they are now, in the order of a column. With repositories, only those of their deliveries. */
export const deadLetterPage = defineQuery({
  name: 'dead_letters.page',
  parameters: z.object({
    ...timeRange,
    projections: anyOfTexts,
    statuses: anyOfTexts,
    repositories: repositoryIds,
    sorting,
    limit: z.int(),
  }),
  row: deadLetterRow.extend(sortedRow),
  render: (parameters) => {
    const { column, after, order } = sortedPage(columns, { id: 'String' }, parameters.sorting)
    const { sql, values } = where([
      ...inRange('first_rejected_at', parameters),
      oneOf('projection', 'projections', parameters.projections),
      oneOf('status', 'statuses', parameters.statuses),
      ofRepositories(parameters.repositories),
      after,
    ])
    return {
      sql: `
        SELECT *, ${column} FROM (SELECT ${COLUMNS} FROM dead_letters AS d GROUP BY dead_letter_id)
        ${sql} ${order} LIMIT {limit:UInt32}`,
      values: { ...values, limit: parameters.limit },
    }
  },
})

/** One dead letter as it is now. */
export const deadLetterNow = defineQuery({
  name: 'dead_letters.now',
  parameters: z.object({ id: z.string(), repositories: repositoryIds }),
  row: deadLetterRow,
  render: ({ id, repositories }) => {
    const { sql, values } = where([ofRepositories(repositories)])
    return {
      sql: `
        SELECT * FROM (SELECT ${COLUMNS} FROM dead_letters AS d WHERE dead_letter_id = {id:String} GROUP BY dead_letter_id)
        ${sql}`,
      values: { ...values, id },
    }
  },
})

/** Which repository a message is about, the archive knows. */
export function ofRepositories(repositories: readonly number[] | null): Condition | null {
  if (repositories === null) return null
  return {
    sql: `message_id IN (
      SELECT guid FROM deliveries WHERE repository_id IN {repositories:Array(UInt64)}
        AND guid IN (SELECT message_id FROM dead_letters))`,
    values: { repositories },
  }
}

/** Which of these tables and views exist. */
export const publishedTables = defineQuery({
  name: 'system.published_tables',
  parameters: z.object({ names: z.array(z.string()).readonly() }),
  row: z.object({ name: z.string() }),
  render: ({ names }) => ({
    sql: 'SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN {names:Array(String)}',
    values: { names },
  }),
})
