import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { type Condition, inRepositories, instant, rowTime, where } from './conditions.ts'
import { rejectedMessages } from './delivery-ends.ts'
import { type Receipts, receipts, receivedFrom, receivedTo } from './github-metrics-moments.ts'

/**
 * Whether a delivery failed follows from its dead letters; whether all is known of it, from how far the slowest projection
 * has come (`settled`: a position in the stream).
 */
const FAILED = `guid IN (${rejectedMessages})`
const SETTLED = 'stream_sequence <= {settled:UInt64}'
const DURATION = 'greatest(0, toUnixTimestamp64Milli(archived_at) - toUnixTimestamp64Milli(received_at))'

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

const counts = {
  deliveries: z.number(),
  failed: z.number(),
  pending: z.number(),
  avg_duration: z.number().nullable(),
}
const COUNTS = `uniqExact(guid) AS deliveries, uniqExactIf(guid, ${FAILED}) AS failed,
  uniqExactIf(guid, NOT (${SETTLED}) AND NOT ${FAILED}) AS pending, avgOrNull(${DURATION}) AS avg_duration`

function received({ from, to, repositories }: Receipts, more: Condition | null = null): RenderedQuery {
  return where([
    receivedFrom('received_at', from),
    receivedTo('received_at', to),
    inRepositories(repositories),
    more,
  ])
}

/** Different deliveries of all, by repository and by event; of all, how long they took and from when to when they came. */
export const githubMetricsTotals = defineQuery({
  name: 'github_metrics.totals',
  parameters: z.object({ ...receipts, settled }),
  row: z.object({
    level: z.enum(['all', 'repository', 'event']),
    repository_id: z.number().nullable(),
    event: z.string(),
    ...counts,
  }),
  render: ({ settled: position, ...range }) => {
    const { sql, values } = received(range)
    return {
      sql: `
        SELECT ['repository', 'event', 'all'][indexOf([1, 2, 3], grouping(repository_id, event))] AS level,
          repository_id, event, ${COUNTS}
        FROM deliveries ${sql} GROUP BY GROUPING SETS ((), (repository_id), (event))
        ORDER BY deliveries DESC, repository_id, event`,
      values: { ...values, settled: position },
    }
  },
})

/** Of all attempts of a range: durations in milliseconds, the first and the last receipt, who sent them and of what. */
export const githubMetricsSpread = defineQuery({
  name: 'github_metrics.spread',
  parameters: z.object(receipts),
  row: z.object({
    attempts: z.number(),
    median: z.number().nullable(),
    p95: z.number().nullable(),
    longest: z.number().nullable(),
    first: rowTime,
    last: rowTime,
    repositories: z.number(),
    senders: z.number(),
  }),
  render: (range) => {
    const { sql, values } = received(range)
    return {
      sql: `
        SELECT count() AS attempts, quantileExactInclusiveOrNull(0.5)(${DURATION}) AS median,
          quantileExactInclusiveOrNull(0.95)(${DURATION}) AS p95, maxOrNull(${DURATION}) AS longest,
          min(received_at) AS first, max(received_at) AS last, uniqExact(repository_id) AS repositories,
          uniqExact(lower(sender)) AS senders
        FROM deliveries ${sql}`,
      values,
    }
  },
})

/** Different deliveries by hour or by day of a time zone, oldest first; a time without any is missing. */
export const githubMetricsBuckets = defineQuery({
  name: 'github_metrics.buckets',
  parameters: z.object({ ...receipts, settled, bucket: z.enum(['hour', 'day']), timezone: z.string() }),
  row: z.object({ bucket: rowTime, deliveries: z.number(), failed: z.number(), pending: z.number() }),
  render: ({ settled: position, bucket, timezone, ...range }) => {
    const { sql, values } = received(range)
    const start =
      bucket === 'hour'
        ? 'toStartOfHour(received_at)'
        : "toTimeZone(toStartOfDay(received_at, {timezone:String}), 'UTC')"
    return {
      sql: `
        SELECT ${start} AS bucket, uniqExact(guid) AS deliveries, uniqExactIf(guid, ${FAILED}) AS failed,
          uniqExactIf(guid, NOT (${SETTLED}) AND NOT ${FAILED}) AS pending
        FROM deliveries ${sql} GROUP BY bucket ORDER BY bucket`,
      values: { ...values, settled: position, ...(bucket === 'day' && { timezone }) },
    }
  },
})

const calls = { calls: z.number(), spend: z.number().nullable() }
const CALL = 'hour, token_hash, resource, method, route, status, cached, at, call_id'

/** Calls that deliveries of a range caused, of all (`of_all`) and by repository. */
export const githubMetricsCalls = defineQuery({
  name: 'github_metrics.calls',
  parameters: z.object(receipts),
  row: z.object({ of_all: z.boolean(), repository_id: z.number().nullable(), ...calls }),
  render: (range) => {
    const { sql, values } = received(range, {
      sql: 'guid IN (SELECT assumeNotNull(delivery_id) FROM api_calls WHERE isNotNull(delivery_id))',
      values: {},
    })
    return {
      sql: `
        SELECT toBool(grouping(repository_id) = 1) AS of_all, repository_id, count() AS calls, sum(points) AS spend
        FROM (
          SELECT assumeNotNull(delivery_id) AS guid, max(c.cost) AS points FROM api_calls AS c
          WHERE isNotNull(delivery_id) GROUP BY guid, ${CALL}) AS caused
        INNER JOIN (SELECT DISTINCT guid, repository_id FROM deliveries ${sql}) AS causes USING (guid)
        GROUP BY GROUPING SETS ((), (repository_id))`,
      values,
    }
  },
})

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
