import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { inRepositories, instant, rowTime, where } from './conditions.ts'
import { rejectedMessages } from './delivery-counts.ts'
import { receipts, receivedFrom, receivedTo } from './github-metrics-moments.ts'

/**
 * Whether a delivery failed follows from its dead letters; whether all is known of it, from how far the slowest projection
 * has come (`settled`: a position in the stream).
 */
const FAILED = `guid IN (${rejectedMessages})`
const SETTLED = 'stream_sequence <= {settled:UInt64}'

const settled = z.int().min(0)

/** Attempts: without `status` any; `partial` failed somewhere, `success` nowhere. */
const filters = {
  ...receipts,
  event: z.string().nullable(),
  status: z.enum(['success', 'partial']).nullable(),
  settled,
}

type Filters = z.output<z.ZodObject<typeof filters>>

function attempts({ from, to, repositories, event, status, settled: position }: Filters): RenderedQuery {
  return where([
    receivedFrom('received_at', from),
    receivedTo('received_at', to),
    inRepositories(repositories),
    event === null ? null : { sql: 'event = {event:String}', values: { event } },
    status && {
      sql: `${SETTLED} AND ${status === 'partial' ? FAILED : `NOT ${FAILED}`}`,
      values: { settled: position },
    },
  ])
}

export const githubMetricsAttemptCount = defineQuery({
  name: 'github_metrics.attempt_count',
  parameters: z.object(filters),
  row: z.object({ attempts: z.number() }),
  render: (wanted) => {
    const { sql, values } = attempts(wanted)
    return { sql: `SELECT count() AS attempts FROM deliveries ${sql}`, values }
  },
})

const attempt = z.object({
  guid: z.string(),
  event: z.string(),
  action: z.string(),
  repository: z.string(),
  sender: z.string().nullable(),
  pull_request: z.number().nullable(),
  received_at: rowTime,
  archived_at: rowTime,
  stream_sequence: z.number(),
})
const ATTEMPT =
  'guid, event, action, repository, sender, pull_request, received_at, archived_at, stream_sequence'

/** Attempts by their GUIDs, received in a span of time, its ends included. */
export const githubMetricsAttemptsOf = defineQuery({
  name: 'github_metrics.attempts_of',
  parameters: z.object({ from: z.date(), to: z.date(), guids: z.array(z.string()) }),
  row: attempt,
  render: ({ from, to, guids }) => ({
    sql: `
      SELECT ${ATTEMPT} FROM deliveries
      WHERE received_at >= ${instant('from')} AND received_at <= ${instant('to')} AND guid IN {guids:Array(String)}`,
    values: { from: from.getTime(), to: to.getTime(), guids },
  }),
})

export const githubMetricsAttempts = defineQuery({
  name: 'github_metrics.attempts',
  parameters: z.object({ ...filters, limit: z.int(), offset: z.int() }),
  row: attempt,
  render: ({ limit, offset, ...wanted }) => {
    const { sql, values } = attempts(wanted)
    return {
      sql: `
        SELECT ${ATTEMPT} FROM deliveries ${sql} ORDER BY received_at DESC, guid DESC LIMIT {limit:UInt32} OFFSET {offset:UInt64}`,
      values: { ...values, limit, offset },
    }
  },
})

const calls = { calls: z.number(), spend: z.number().nullable() }
const CALL = 'hour, token_hash, resource, method, route, status, cached, at, call_id'

/** Calls that each of these deliveries caused; `remaining`: what the last of them left. */
export const githubMetricsCallsOf = defineQuery({
  name: 'github_metrics.calls_of',
  parameters: z.object({ guids: z.array(z.string()).readonly(), since: z.date() }),
  row: z.object({ guid: z.string(), ...calls, remaining: z.number().nullable() }),
  render: ({ guids, since }) => ({
    sql: `
      SELECT guid, count() AS calls, sum(points) AS spend, argMax(tuple(left_over), (at, call_id)).1 AS remaining
      FROM (
        SELECT assumeNotNull(delivery_id) AS guid, ${CALL}, max(c.cost) AS points, min(c.remaining) AS left_over
        FROM api_calls AS c
        WHERE hour >= toStartOfHour(toDateTime({since:UInt32}, 'UTC')) AND delivery_id IN {guids:Array(String)}
        GROUP BY guid, ${CALL})
      GROUP BY guid`,
    values: { guids, since: Math.max(0, Math.floor(since.getTime() / 1000)) },
  }),
})
