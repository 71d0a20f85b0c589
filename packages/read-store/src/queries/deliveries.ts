import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRange,
  inRepositories,
  instant,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  rowTime,
  timeRange,
  where,
} from './conditions.ts'

export const attemptRow = z.object({
  received_at: rowTime,
  guid: z.string(),
  event: z.string(),
  action: z.string(),
  repository_id: z.number().nullable(),
  repository: z.string(),
  sender: z.string().nullable(),
  pull_request: z.number().nullable(),
  hook_id: z.string().nullable(),
  target_type: z.string().nullable(),
  target_id: z.string().nullable(),
  source: z.string(),
  trace_id: z.string().nullable(),
  stream_sequence: z.number(),
  size: z.number(),
  archived_at: rowTime,
})

export type DeliveryAttemptRow = z.output<typeof attemptRow>

export const attemptColumns = Object.keys(attemptRow.shape).join(', ')

export const deliveryFilters = {
  ...timeRange,
  repositories: repositoryIds,
  events: anyOfTexts,
  actions: anyOfTexts,
  senders: anyOfTexts,
  guids: anyOfTexts,
  hooks: anyOfTexts,
}

const filtersSchema = z.object(deliveryFilters)
export type DeliveryFilters = z.output<typeof filtersSchema>

/** What a row must show to fit. */
export function fittingAttempts(wanted: DeliveryFilters): readonly (Condition | null)[] {
  return [
    ...inRange('received_at', wanted),
    inRepositories(wanted.repositories),
    oneOf('event', 'events', wanted.events),
    oneOf('action', 'actions', wanted.actions),
    oneOfAnyCase("ifNull(sender, '')", 'senders', wanted.senders),
    oneOf('guid', 'guids', wanted.guids),
    oneOf("ifNull(hook_id, '')", 'hooks', wanted.hooks),
  ]
}

/** Attempts, newest first. One that was archived twice may come twice, side by side. */
export const deliveryPage = defineQuery({
  name: 'deliveries.page',
  parameters: z.object({
    ...deliveryFilters,
    after: z.object({ received_at: z.date(), guid: z.string() }).nullable(),
    limit: z.int(),
  }),
  row: attemptRow,
  render: (parameters) => {
    const { sql, values } = where([...fittingAttempts(parameters), beforeAttempt(parameters.after)])
    return {
      sql: `SELECT ${attemptColumns} FROM deliveries ${sql} ORDER BY received_at DESC, guid DESC LIMIT {limit:UInt32}`,
      values: { ...values, limit: parameters.limit },
    }
  },
})

function beforeAttempt(after: { received_at: Date; guid: string } | null): Condition | null {
  if (after === null) return null
  const at = instant('after_time')
  return {
    sql: `received_at <= ${at} AND (received_at < ${at} OR guid < {after_guid:String})`,
    values: { after_time: after.received_at.getTime(), after_guid: after.guid },
  }
}

/** Every attempt at one delivery, the first one first. */
export const deliveryAttempts = defineQuery({
  name: 'deliveries.attempts',
  parameters: z.object({ guid: z.string(), repositories: repositoryIds }),
  row: attemptRow,
  render: ({ guid, repositories }) => {
    const { sql, values } = where([
      { sql: 'guid = {guid:String}', values: { guid } },
      inRepositories(repositories),
    ])
    return {
      sql: `SELECT ${attemptColumns} FROM deliveries ${sql} ORDER BY received_at, guid LIMIT 1 BY received_at, guid`,
      values,
    }
  },
})

/** The JSON text of one attempt; empty once its retention has passed. */
export const deliveryPayload = defineQuery({
  name: 'deliveries.payload',
  parameters: z.object({ guid: z.string(), received_at: z.date() }),
  row: z.object({ payload: z.string() }),
  render: ({ guid, received_at }) => ({
    sql: `SELECT payload FROM deliveries WHERE received_at = ${instant('received_at')} AND guid = {guid:String} LIMIT 1`,
    values: { guid, received_at: received_at.getTime() },
  }),
})

/** When somebody was last erased from one attempt; no row: nobody was. */
export const deliveryRewriting = defineQuery({
  name: 'deliveries.rewriting',
  parameters: z.object({ guid: z.string(), received_at: z.date() }),
  row: z.object({ rewritten_at: z.string() }),
  render: ({ guid, received_at }) => ({
    sql: `SELECT rewritten_at FROM rewritten_deliveries WHERE guid = {guid:String} AND received_at = ${instant('received_at')} ORDER BY rewritten_at DESC LIMIT 1`,
    values: { guid, received_at: received_at.getTime() },
  }),
})

/** How messages ended in each projection, generation by generation. */
export const messageOutcomes = defineQuery({
  name: 'outcomes.of_messages',
  parameters: z.object({ messages: z.array(z.string()).readonly() }),
  row: z.object({
    message_id: z.string(),
    projection: z.string(),
    generation: z.string(),
    result: z.object({
      outcome: z.enum(['projected', 'ignored', 'rejected']),
      reason: z.string(),
      rows: z.number(),
    }),
  }),
  render: ({ messages }) => ({
    sql: `
      SELECT message_id, projection, generation, max(o.result) AS result
      FROM outcomes AS o WHERE message_id IN {messages:Array(String)}
      GROUP BY message_id, projection, generation`,
    values: { messages },
  }),
})

/**
 * Receipt of the newest delivery; null when there is none. ClickHouse knows `max` and `count` of each part; for
 * `maxOrNull` it would read all rows.
 */
export const newestDelivery = defineQuery({
  name: 'deliveries.newest',
  parameters: z.object({}),
  row: z.object({ newest: rowTime.nullable() }),
  render: () => ({
    sql: 'SELECT if(count() = 0, NULL, max(received_at)) AS newest FROM deliveries',
    values: {},
  }),
})
