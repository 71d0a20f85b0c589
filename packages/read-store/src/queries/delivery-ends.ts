import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRange,
  inRepositories,
  instant,
  oneOf,
  repositoryIds,
  rowTime,
  where,
} from './conditions.ts'

/** Messages that some projection rejected and that no retry has projected since. */
export const rejectedMessages = `
  SELECT message_id FROM (
    SELECT max(d.message_id) AS message_id, max(d.status).status AS status FROM dead_letters AS d GROUP BY dead_letter_id)
  WHERE status != 'projected'`

const eventRow = z.object({
  received_at: rowTime,
  guid: z.string(),
  event: z.string(),
  repository: z.string(),
  stream_sequence: z.number(),
  size: z.number(),
  archived_at: rowTime,
  rejected: z.boolean(),
})

export type DeliveryEndRow = z.output<typeof eventRow>

/** Deliveries by their last receipt, newest first, and whether something of them was rejected. */
export const deliveryEnds = defineQuery({
  name: 'deliveries.ends',
  parameters: z.object({
    repositories: repositoryIds,
    events: anyOfTexts,
    /** Only those that every projection has come to and none rejected, or only the others; null: all. */
    processed: z.boolean().nullable(),
    /** Position up to which every projection has come. */
    acknowledged: z.int(),
    limit: z.int(),
  }),
  row: eventRow,
  render: ({ repositories, events, processed, acknowledged, limit }) => {
    const { sql, values } = where([
      inRepositories(repositories),
      oneOf('event', 'events', events),
      ofEnd(processed, acknowledged),
    ])
    return {
      sql: `
        SELECT received_at, guid, event, repository, stream_sequence, size, archived_at,
          CAST(guid IN (${rejectedMessages}), 'Bool') AS rejected
        FROM deliveries ${sql} ORDER BY received_at DESC, guid DESC LIMIT 1 BY guid LIMIT {limit:UInt32}`,
      values: { ...values, limit },
    }
  },
})

function ofEnd(processed: boolean | null, acknowledged: number): Condition | null {
  if (processed === null) return null
  const ended = `stream_sequence <= {acknowledged:UInt64} AND guid NOT IN (${rejectedMessages})`
  return { sql: processed ? ended : `NOT (${ended})`, values: { acknowledged } }
}

/** The JSON texts of some receipts; empty once their retention has passed. */
export const deliveryPayloads = defineQuery({
  name: 'deliveries.payloads',
  parameters: z.object({ since: z.date(), until: z.date(), guids: z.array(z.string()).readonly() }),
  row: z.object({ received_at: rowTime, guid: z.string(), payload: z.string() }),
  render: ({ since, until, guids }) => ({
    sql: `
      SELECT received_at, guid, payload FROM deliveries
      WHERE received_at >= ${instant('since')} AND received_at <= ${instant('until')} AND guid IN {guids:Array(String)}`,
    values: { since: since.getTime(), until: until.getTime(), guids },
  }),
})

/** Why projections rejected messages, and no retry has projected them since. */
export const rejectionReasons = defineQuery({
  name: 'dead_letters.reasons',
  parameters: z.object({ messages: z.array(z.string()).readonly() }),
  row: z.object({ message_id: z.string(), projection: z.string(), reason: z.string() }),
  render: ({ messages }) => ({
    sql: `
      SELECT message_id, projection, reason FROM (
        SELECT max(d.message_id) AS message_id, max(d.projection) AS projection, max(d.reason) AS reason,
          max(d.status).status AS status
        FROM dead_letters AS d GROUP BY dead_letter_id)
      WHERE status != 'projected' AND message_id IN {messages:Array(String)} ORDER BY message_id, projection`,
    values: { messages },
  }),
})

/** Deliveries that were received from a time on, those of them that were rejected, and the last receipt. */
export const deliveryHealth = defineQuery({
  name: 'deliveries.health',
  parameters: z.object({ since: z.date() }),
  row: z.object({ deliveries: z.number(), rejected: z.number(), newest: rowTime.nullable() }),
  render: ({ since }) => {
    const { sql, values } = where(inRange('received_at', { since, until: null }))
    return {
      sql: `
        SELECT uniqExact(guid) AS deliveries, uniqExactIf(guid, guid IN (${rejectedMessages})) AS rejected,
          maxOrNull(received_at) AS newest
        FROM deliveries ${sql}`,
      values,
    }
  },
})
