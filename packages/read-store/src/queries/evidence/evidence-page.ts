import { z } from 'zod'
import { defineQuery } from '../../named-query.ts'
import { type Condition, instant, rowTime } from '../conditions.ts'
import { deliveriesBehind, evidencePart } from './things.ts'

const evidenceRow = z.object({
  guid: z.string(),
  event: z.string(),
  action: z.string(),
  repository: z.string(),
  received_at: rowTime,
  total: z.number(),
})

export type EvidenceRow = z.output<typeof evidenceRow>

/** The deliveries behind a number, each once, by their first receipt. A number may count several kinds of things. */
export const evidencePage = defineQuery({
  name: 'evidence.page',
  parameters: z.object({
    parts: z.array(evidencePart).min(1).readonly(),
    after: z.object({ received_at: z.date(), guid: z.string() }).nullable(),
    limit: z.int(),
  }),
  row: evidenceRow,
  render: ({ parts, after, limit }) => {
    const selects = parts.map((part, index) => withOwnNames(deliveriesBehind(part), `part${index}`))
    return {
      sql: `
        SELECT guid, event, action, repository, received_at, total FROM (
          SELECT guid, any(its_event) AS event, any(its_action) AS action, any(its_name) AS repository,
            min(its_receipt) AS received_at, count() OVER () AS total
          FROM (${selects.map(({ sql }) => sql).join('\nUNION ALL\n')}) GROUP BY guid)
        ${after === null ? '' : `WHERE (received_at, guid) > (${instant('after_at')}, {after_guid:String})`}
        ORDER BY received_at, guid LIMIT {limit:UInt32}`,
      values: {
        ...Object.assign({}, ...selects.map(({ values }) => values)),
        limit,
        ...(after && { after_at: after.received_at.getTime(), after_guid: after.guid }),
      },
    }
  },
})

const BOUND = /\{(\w+):/g

/** The same with other names for what it binds: two parts of one query may bind the same. */
export function withOwnNames({ sql, values }: Condition, part: string): Condition {
  return {
    sql: sql.replaceAll(BOUND, (_, name: string) => `{${part}_${name}:`),
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [`${part}_${name}`, value])),
  }
}
