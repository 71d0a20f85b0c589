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
import { rejectedMessages } from './delivery-counts.ts'

/** The last of them, so few that an index finds them. */
const lastRejected = `
  SELECT message_id FROM (
    SELECT max(d.message_id) AS message_id, min(d.first_rejected_at) AS at, max(d.status).status AS status,
      max(d.subject) AS subject
    FROM dead_letters AS d GROUP BY dead_letter_id)
  WHERE status != 'projected' AND startsWith(subject, 'events.delivery.') GROUP BY message_id ORDER BY max(at) DESC LIMIT {limit:UInt32}`

const eventRow = z.object({
  received_at: rowTime,
  guid: z.string(),
  event: z.string(),
  repository: z.string(),
  repository_id: z.number().nullable(),
  stream_sequence: z.number(),
  size: z.number(),
  archived_at: rowTime,
  rejected: z.boolean(),
})

export type DeliveryEndRow = z.output<typeof eventRow>

const COLUMNS = 'received_at, guid, event, repository, repository_id, stream_sequence, size, archived_at'

/** Receipts, newest first, and whether something of the delivery was rejected. */
export const deliveryEnds = defineQuery({
  name: 'deliveries.ends',
  parameters: z.object({
    repositories: repositoryIds,
    events: anyOfTexts,
    /** Only what every projection has come to, up to this position in the log, and none rejected; null: all. */
    processedUpTo: z.int().nullable(),
    limit: z.int(),
  }),
  row: eventRow,
  render: ({ repositories, events, processedUpTo, limit }) => {
    const { sql, values } = where([
      inRepositories(repositories),
      oneOf('event', 'events', events),
      processedUpTo === null
        ? null
        : {
            sql: `stream_sequence <= {position:UInt64} AND guid NOT IN (${rejectedMessages})`,
            values: { position: processedUpTo },
          },
    ])
    return {
      sql: `
        SELECT ${COLUMNS}, CAST(guid IN (${rejectedMessages}), 'Bool') AS rejected
        FROM deliveries ${sql} ORDER BY received_at DESC, guid DESC LIMIT {limit:UInt32}
        SETTINGS use_skip_indexes = 0`,
      values: { ...values, limit },
    }
  },
})

/** Receipts of what was rejected last, and of what some projection has not come to; newest first. */
export const unprocessedDeliveries = defineQuery({
  name: 'deliveries.unprocessed',
  parameters: z.object({
    repositories: repositoryIds,
    events: anyOfTexts,
    /** What lies beyond a position in the log; it was received from a time on. */
    pending: z.object({ position: z.int(), since: z.date() }),
    limit: z.int(),
  }),
  row: eventRow,
  render: ({ repositories, events, pending, limit }) => {
    const wanted = [inRepositories(repositories), oneOf('event', 'events', events)]
    // A filter may leave none of the last.
    const isFiltered = repositories !== null || events !== null
    const messages = isFiltered ? rejectedMessages : lastRejected
    const rejected = where([...wanted, { sql: `guid IN (${messages})`, values: {} }])
    const beyond = where([...wanted, ...beyondPosition(pending)])
    return {
      sql: `
        SELECT * FROM (
          SELECT ${COLUMNS}, true AS rejected FROM deliveries ${rejected.sql}
          UNION ALL
          SELECT ${COLUMNS}, false AS rejected FROM deliveries ${beyond.sql})
        ORDER BY received_at DESC, guid DESC, rejected DESC LIMIT {limit:UInt32}`,
      values: { ...rejected.values, ...beyond.values, limit },
    }
  },
})

function beyondPosition({ position, since }: { position: number; since: Date }): readonly Condition[] {
  return [
    { sql: 'stream_sequence > {position:UInt64}', values: { position } },
    {
      sql: `received_at >= ${instant('pending_since')}`,
      values: { pending_since: since.getTime() },
    },
  ]
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

const healthRow = z.object({ deliveries: z.number(), rejected: z.number(), newest: rowTime.nullable() })

export type DeliveryHealthRow = z.output<typeof healthRow>

/** Deliveries that were received from a time on, those of them that were rejected, and the last receipt. */
export const deliveryHealth = defineQuery({
  name: 'deliveries.health',
  parameters: z.object({ since: z.date() }),
  row: healthRow,
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
