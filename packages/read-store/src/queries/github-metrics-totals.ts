import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { instant, rowTime } from './conditions.ts'
import { countedParts, deliveryMarks, pendingFrom, type Received, unionOf } from './delivery-counts.ts'
import { type Receipts, receipts } from './github-metrics-moments.ts'

/**
 * A delivery counts in the range that holds its first receipt, once; durations are those of every attempt. Whether it failed
 * follows from its dead letters; whether all is known of it, from how far the slowest projection has come.
 */
const asked = { ...receipts, pending: pendingFrom }

/** Both bounds of a range of receipts are inclusive. */
function receivedIn({ from, to, repositories }: Receipts): Received {
  return { since: from, until: to && new Date(to.getTime() + 1), repositories }
}

const counts = { deliveries: z.number(), failed: z.number(), pending: z.number() }

const LEVEL = "['repository', 'event', 'all'][indexOf([1, 2, 3], grouping(repository_id, event))] AS level"
const GROUPED = `${LEVEL}, repository_id, toString(event) AS event`
const SETS = 'GROUP BY GROUPING SETS ((), (repository_id), (event))'
const ALL_FIRST = 'attempts AS first, toInt64(0) AS bad, toInt64(0) AS open'

/** Deliveries of all, by repository and by event; of all and by repository how long they took, in milliseconds. */
export const githubMetricsTotals = defineQuery({
  name: 'github_metrics.totals',
  parameters: z.object({
    ...asked,
    /** False: whole days are not told apart by event and repository. */
    grouped: z.boolean(),
  }),
  row: z.object({
    level: z.enum(['all', 'repository', 'event']),
    repository_id: z.number().nullable(),
    event: z.string(),
    ...counts,
    avg_duration: z.number().nullable(),
  }),
  render: ({ pending, grouped, ...range }) => {
    const received = receivedIn(range)
    const { counted, attempts } = countedParts(received, 'day')
    const marks = deliveryMarks(received, pending)
    const whole = grouped ? countedTotals : countedTotal
    const { sql, values } = unionOf([
      counted && { sql: whole(counted.sql), values: counted.values },
      attempts && {
        sql: `
          SELECT ${GROUPED}, toInt64(count()) AS attempts, toInt64(sum(duration)) AS took, ${ALL_FIRST}
          FROM (${attempts.sql}) ${SETS}`,
        values: attempts.values,
      },
      {
        sql: `
          SELECT ${GROUPED}, toInt64(0) AS attempts, toInt64(0) AS took, toInt64(sum(deliveries)) AS first,
            toInt64(sum(failed)) AS bad, toInt64(sum(pending)) AS open
          FROM (${marks.sql}) ${SETS}`,
        values: marks.values,
      },
    ])
    return {
      sql: `
        SELECT level, repository_id, event, sum(first) AS deliveries, sum(bad) AS failed, sum(open) AS pending,
          if(sum(attempts) = 0, NULL, sum(took) / sum(attempts)) AS avg_duration
        FROM (${sql}) GROUP BY level, repository_id, event HAVING deliveries > 0 OR level = 'all'
        ORDER BY deliveries DESC, repository_id, event`,
      values,
    }
  },
})

/** Of whole days, of all together: by their hours. */
function countedTotal(days: string): string {
  return `
    SELECT 'all' AS level, CAST(NULL, 'Nullable(UInt64)') AS repository_id, '' AS event, toInt64(sum(n)) AS attempts,
      toInt64(sum(sum_of)) AS took, ${ALL_FIRST}
    FROM (
      SELECT attempts AS n, milliseconds AS sum_of FROM delivery_counts FINAL WHERE kind = 'hour' AND ${days})`
}

/** Of whole days: events by their hours, repositories by their days. */
function countedTotals(days: string): string {
  return `
    SELECT ['event', 'all'][grouping(event) + 1] AS level, CAST(NULL, 'Nullable(UInt64)') AS repository_id,
      toString(event) AS event, toInt64(sum(n)) AS attempts, toInt64(sum(sum_of)) AS took, ${ALL_FIRST}
    FROM (
      SELECT event, attempts AS n, milliseconds AS sum_of FROM delivery_counts FINAL WHERE kind = 'event' AND ${days})
    GROUP BY GROUPING SETS ((), (event))
    UNION ALL
    SELECT 'repository' AS level, toNullable(repository) AS repository_id, '' AS event,
      toInt64(sum(n)) AS attempts, toInt64(sum(sum_of)) AS took, ${ALL_FIRST}
    FROM (
      SELECT repository_id AS repository, attempts AS n, milliseconds AS sum_of FROM delivery_counts FINAL
      WHERE kind = 'repository' AND ${days}) GROUP BY repository`
}

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
    const { counted, attempts } = countedParts(receivedIn(range), 'day')
    if (counted === null && attempts !== null) return spreadOf(attempts)
    const of = (whole: (days: string) => string, rest: string) => {
      const rows = unionOf([
        counted && { sql: whole(counted.sql), values: {} },
        attempts && { sql: `SELECT ${rest} FROM (${attempts.sql})`, values: {} },
      ])
      return rows.sql
    }
    const hours = of(
      (days) =>
        `SELECT attempts AS n, longest AS most, first_at AS earliest, last_at AS latest FROM delivery_counts FINAL WHERE kind = 'hour' AND ${days}`,
      'toUInt64(1) AS n, duration AS most, received_at AS earliest, received_at AS latest',
    )
    const durations = of(durationsOf, 'duration AS took, toUInt64(1) AS times')
    const repositories = of(
      (days) =>
        `SELECT toNullable(repository_id) AS id FROM delivery_counts WHERE kind = 'repository' AND ${days}`,
      'repository_id AS id',
    )
    const senders = of(
      (days) => `SELECT toNullable(name) AS login FROM delivery_counts WHERE kind = 'sender' AND ${days}`,
      'lower(sender) AS login',
    )
    return {
      sql: `
        SELECT sum(n) AS attempts, maxOrNull(most) AS longest, min(earliest) AS first, max(latest) AS last,
          any(if(known, quantiles[1], NULL)) AS median, any(if(known, quantiles[2], NULL)) AS p95, any(ids) AS repositories, any(logins) AS senders
        FROM (${hours}) AS h
        CROSS JOIN (
          SELECT quantilesExactWeightedInterpolated(0.5, 0.95)(took, times) AS quantiles, count() > 0 AS known
          FROM (${durations})) AS d
        CROSS JOIN (SELECT uniqExact(id) AS ids FROM (${repositories})) AS r
        CROSS JOIN (SELECT uniqExact(login) AS logins FROM (${senders})) AS s`,
      values: { ...counted?.values, ...attempts?.values },
    }
  },
})

/** Where nothing was counted before, one reading of the attempts tells all. */
function spreadOf({ sql, values }: RenderedQuery): RenderedQuery {
  return {
    sql: `
      SELECT count() AS attempts, maxOrNull(duration) AS longest, min(received_at) AS first, max(received_at) AS last,
        quantilesExactWeightedInterpolated(0.5, 0.95)(duration, toUInt64(1)) AS quantiles, if(attempts > 0, quantiles[1], NULL) AS median,
        if(attempts > 0, quantiles[2], NULL) AS p95, uniqExact(repository_id) AS repositories, uniqExact(lower(sender)) AS senders
      FROM (${sql})`,
    values,
  }
}

/** The greatest of each hour's rows, as FINAL would merge them, which copies each element of each array: 290 ms of CPU for a year, this 65. */
function durationsOf(days: string): string {
  return `
    SELECT took, times FROM (
      SELECT durations AS of_hour FROM delivery_counts WHERE kind = 'hour' AND ${days}
      ORDER BY start, shard, durations DESC LIMIT 1 BY start, shard)
    ARRAY JOIN of_hour.lengths AS took, of_hour.times AS times`
}

/** Deliveries by hour or by day of a time zone, oldest first; a time without any is missing. */
export const githubMetricsBuckets = defineQuery({
  name: 'github_metrics.buckets',
  parameters: z.object({
    ...asked,
    bucket: z.enum(['hour', 'day']),
    timezone: z.string(),
    /** Whether its days always begin with an hour of UTC. */
    wholeHours: z.boolean(),
  }),
  row: z.object({ bucket: rowTime, ...counts }),
  render: ({ pending, bucket, timezone, wholeHours, ...range }) => {
    const received = receivedIn(range)
    const isCounted = bucket === 'hour' || wholeHours
    const { counted, attempts } = countedParts(received, isCounted ? 'hour' : null)
    const marks = deliveryMarks(received, pending)
    const of = (time: string) =>
      bucket === 'hour'
        ? `toStartOfHour(${time})`
        : `toTimeZone(toStartOfDay(${time}, {timezone:String}), 'UTC')`
    const { sql, values } = unionOf([
      counted && {
        sql: `
          SELECT ${of('start')} AS bucket, toInt64(attempts) AS first, toInt64(0) AS bad, toInt64(0) AS open
          FROM delivery_counts FINAL WHERE kind = 'hour' AND ${counted.sql}`,
        values: counted.values,
      },
      attempts && {
        sql: `
          SELECT ${of('received_at')} AS bucket, toInt64(1) AS first, toInt64(0) AS bad, toInt64(0) AS open
          FROM (${attempts.sql})`,
        values: attempts.values,
      },
      {
        sql: `SELECT ${of('at')} AS bucket, deliveries AS first, failed AS bad, pending AS open FROM (${marks.sql})`,
        values: marks.values,
      },
    ])
    return {
      sql: `
        SELECT bucket, sum(first) AS deliveries, sum(bad) AS failed, sum(open) AS pending
        FROM (${sql}) GROUP BY bucket HAVING deliveries > 0 ORDER BY bucket`,
      values: { ...values, ...(bucket === 'day' && { timezone }) },
    }
  },
})

const CALL = 'hour, token_hash, resource, method, route, status, cached, at, call_id'

/** Calls that deliveries first received in a range caused, of all (`of_all`) and by repository. */
export const githubMetricsCalls = defineQuery({
  name: 'github_metrics.calls',
  parameters: z.object(receipts),
  row: z.object({
    of_all: z.boolean(),
    repository_id: z.number().nullable(),
    calls: z.number(),
    spend: z.number().nullable(),
  }),
  render: ({ from, to, repositories }) => {
    const conditions = [
      from && `first_at >= ${instant('from')}`,
      to && `first_at <= ${instant('to')}`,
      repositories && 'repository_id IN {repositories:Array(UInt64)}',
    ].filter((condition) => condition !== null)
    return {
      sql: `
        SELECT toBool(grouping(repository_id) = 1) AS of_all, repository_id, count() AS calls, sum(points) AS spend
        FROM (
          SELECT assumeNotNull(delivery_id) AS guid, max(c.cost) AS points FROM api_calls AS c
          WHERE isNotNull(delivery_id) GROUP BY guid, ${CALL}) AS caused
        INNER JOIN (
          SELECT guid, any(r.repository_id) AS repository_id, min(r.received_at) AS first_at FROM delivery_receipts AS r
          WHERE guid IN (SELECT assumeNotNull(delivery_id) FROM api_calls WHERE isNotNull(delivery_id)) GROUP BY guid
          ${conditions.length === 0 ? '' : `HAVING ${conditions.join(' AND ')}`}) AS causes USING (guid)
        GROUP BY GROUPING SETS ((), (repository_id))`,
      values: {
        ...(from && { from: from.getTime() }),
        ...(to && { to: to.getTime() }),
        ...(repositories && { repositories }),
      },
    }
  },
})
