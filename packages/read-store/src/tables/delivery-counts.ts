import { hourCounts, merged, tuple } from '../column-type.ts'
import type { Rollup } from '../rollup.ts'
import { literal } from '../sql-text.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** Every attempt by its GUID. */
export const deliveryReceipts = defineTable('delivery_receipts', ['guid', 'received_at'], {
  guid: 'String',
  received_at: "DateTime64(3, 'UTC')",
  repository_id: 'Nullable(UInt64)',
  event: 'LowCardinality(String)',
})

export type DeliveryReceiptRow = RowOfTable<typeof deliveryReceipts>

/** Attempts by time, and which of them were not a delivery's first. */
export const deliveryCounts = defineTable(
  'delivery_counts',
  ['kind', 'start', 'repository_id', 'event', 'name', 'shard'],
  {
    kind: 'LowCardinality(String)',
    start: "DateTime64(3, 'UTC')",
    repository_id: 'UInt64',
    event: 'LowCardinality(String)',
    name: 'String',
    shard: 'UInt64',
    attempts: merged('max', 'UInt64'),
    milliseconds: merged('max', 'UInt64'),
    longest: merged('max', 'UInt64'),
    first_at: merged('min', "DateTime64(3, 'UTC')"),
    last_at: merged('max', "DateTime64(3, 'UTC')"),
    durations: merged(
      'max',
      tuple({
        attempts: 'UInt64',
        milliseconds: 'UInt64',
        lengths: 'Array(UInt64)',
        times: 'Array(UInt64)',
      }),
    ),
    by_hour: hourCounts,
  },
)

/** Milliseconds from receipt to the archive. */
const DURATION = 'greatest(0, toUnixTimestamp64Milli(archived_at) - toUnixTimestamp64Milli(received_at))'

/**
 * Archived attempts, each once: one that was archived twice took as long as it took the last time. Of one millisecond they
 * are told apart by a hash, which is four times as fast as their GUIDs. `condition`: of the archive's rows.
 */
export function attemptsOf(deliveries: string, condition: string | null): string {
  return `
    SELECT received_at, any(d.event) AS event, any(d.repository_id) AS repository_id, any(d.sender) AS sender,
      toUInt64(max(took)) AS duration
    FROM (
      SELECT received_at, sipHash64(guid) AS hash, event, repository_id, sender, ${DURATION} AS took
      FROM ${deliveries} ${condition ?? ''}) AS d
    GROUP BY received_at, hash`
}

/** Whole tables are read in the order of their keys, so that little of them is in memory at once. */
const IN_ORDER = ' SETTINGS optimize_aggregation_in_order = 1'
const PART_MS = 360_000
const PARTS_OF_HOUR = 10
const NO_DURATIONS = 'tuple(toUInt64(0), toUInt64(0), emptyArrayUInt64(), emptyArrayUInt64())'
const NO_COUNTS = 'tuple(emptyArrayUInt8(), emptyArrayUInt64(), emptyArrayUInt64())'
const KIND = `transform(grouping(event, repository, login), [7, 3, 5, 6], ['hour_part', 'event_part', 'repository_part', 'sender'], '')`
const HISTOGRAM = `arrayReduce('sumMap', arrayMap(each -> [each], took), arrayMap(each -> [toUInt64(1)], took))`

/**
 * Up to ten seconds exact, beyond to three digits: after an outage every attempt may have taken another time, and ClickHouse does not
 * merge arrays of more than a million.
 */
const KEPT_DURATION = 'if(duration < 10000, duration, intDiv(duration, ITS_UNIT) * ITS_UNIT)'.replaceAll(
  'ITS_UNIT',
  'toUInt64(intExp10(toInt64(log10(greatest(duration, 10000))) - 2))',
)

/** SQL of the start of the unit of time in which an attempt was received. */
function startOfReceipt({ received_at }: Readonly<Record<string, unknown>>, unit: number): string {
  if (!(received_at instanceof Date)) throw new TypeError('an attempt without its receipt')
  return `toDateTime(${Math.floor(received_at.getTime() / unit) * (unit / 1000)}, 'UTC')`
}

/**
 * Tenths of hours, their events, their repositories (as one tenth of a repository's day has it) and who sent on their day, in one
 * reading: each statement, and each part of a UNION, costs more than what it counts.
 */
const parts: Rollup = {
  table: deliveryCounts,
  from: 'deliveries',
  bucketOf: (row) => startOfReceipt(row, PART_MS),
  select: ({ tableOf, shard }, buckets) => `
    SELECT kind, toDateTime64(if(kind IN ('sender', 'repository_part'), day, part), 3, 'UTC') AS start,
      repository AS repository_id, toString(event) AS event, login AS name, ${shard} AS shard,
      if(is_sum, n, 0) AS attempts, if(is_sum, sum, 0) AS milliseconds, if(is_sum, most, 0) AS longest,
      if(is_sum, earliest, start) AS first_at, if(is_sum, latest, start) AS last_at,
      if(kind = 'hour_part', tuple(n, sum, ${HISTOGRAM}.1, ${HISTOGRAM}.2), ${NO_DURATIONS}) AS durations,
      if(kind = 'repository_part', tuple([toUInt8(intDiv(toUnixTimestamp(part) - toUnixTimestamp(day), ${PART_MS / 1000}))], [n], [sum]), ${NO_COUNTS}) AS by_hour
    FROM (
      SELECT ${KIND} AS kind, kind IN ('hour_part', 'event_part') AS is_sum, part, toStartOfDay(max(received_at)) AS day, event, repository,
        login, toUInt64(count()) AS n, sum(duration) AS sum, max(duration) AS most, min(received_at) AS earliest,
        max(received_at) AS latest, groupArray(${KEPT_DURATION}) AS took
      FROM (
        SELECT received_at, ${partOf('received_at')} AS part, toStartOfDay(received_at) AS its_day, event,
          ifNull(repository_id, 0) AS repository, lower(ifNull(sender, '')) AS login, duration
        FROM (${attemptsOf(tableOf('deliveries'), buckets && `WHERE ${partOf('received_at')} IN (${buckets.join(',')})`)}${buckets === null ? IN_ORDER : ''}))
      GROUP BY GROUPING SETS ((part), (part, event), (part, repository), (its_day, login))
      HAVING NOT (kind = 'sender' AND login = '') AND NOT (kind = 'repository_part' AND repository = 0))`,
}

function partOf(time: string): string {
  return `toStartOfInterval(${time}, INTERVAL ${PART_MS / 60_000} MINUTE)`
}

const PARTS = `('hour_part', 'event_part', 'repository_part')`

/** Hours, their events and their repositories' days, from their tenths: an hour in which much arrives is not read again and again. */
export const deliveryHours: Rollup = {
  table: deliveryCounts,
  from: 'deliveries',
  bucketOf: (row) => startOfReceipt(row, PART_MS * PARTS_OF_HOUR),
  select: ({ tableOf, shard }, buckets) => `
    SELECT transform(toString(p.kind), ['hour_part', 'event_part'], ['hour', 'event'], 'repository') AS kind,
      toDateTime64(if(p.kind = 'repository_part', p.start, toStartOfHour(p.start)), 3, 'UTC') AS start,
      p.repository_id AS repository_id, toString(p.event) AS event, '' AS name, ${shard} AS shard,
      sum(p.attempts + arraySum(p.by_time.2)) AS attempts, sum(p.milliseconds + arraySum(p.by_time.3)) AS milliseconds, max(p.longest) AS longest, min(p.first_at) AS first_at, max(p.last_at) AS last_at,
      tuple(sum(p.durations.1), sum(p.durations.2), sumMap(p.durations.3, p.durations.4).1, sumMap(p.durations.3, p.durations.4).2) AS durations,
      ${NO_COUNTS} AS by_hour
    FROM (
      SELECT kind, start, repository_id, event, max(c.attempts) AS attempts, max(c.milliseconds) AS milliseconds,
        max(c.longest) AS longest, min(c.first_at) AS first_at, max(c.last_at) AS last_at, max(c.durations) AS durations,
        maxMap(c.by_hour) AS by_time
      FROM ${tableOf('delivery_counts')} AS c WHERE ${buckets === null ? `kind IN ${PARTS}` : ofHours(buckets)}
      GROUP BY kind, start, repository_id, event${buckets === null ? IN_ORDER : ''}) AS p
    GROUP BY kind, start, repository_id, event`,
}

function ofHours(buckets: readonly string[]): string {
  const days = buckets.map((hour) => `toStartOfDay(${hour})`)
  return `(kind IN ('hour_part', 'event_part') AND toStartOfHour(start) IN (${buckets.join(',')}))
    OR (kind = 'repository_part' AND toStartOfDay(start) IN (${days.join(',')}))`
}

/** Attempts at what had been received before: once it is known that one is such, it remains one. */
const repeats: Rollup = {
  table: deliveryCounts,
  from: 'delivery_receipts',
  bucketOf: ({ guid }) => literal(String(guid)),
  select: ({ tableOf, shard }, buckets) => `
    SELECT 'again' AS kind, arrayJoin(arraySlice(receipts, 2)) AS start, ifNull(repository, 0) AS repository_id,
      toString(its_event) AS event, guid AS name, ${shard} AS shard, toUInt64(0) AS attempts, toUInt64(0) AS milliseconds,
      toUInt64(0) AS longest, start AS first_at, start AS last_at, ${NO_DURATIONS} AS durations, ${NO_COUNTS} AS by_hour
    FROM (
      SELECT guid, arraySort(groupUniqArray(received_at)) AS receipts, any(repository_id) AS repository, any(event) AS its_event
      FROM ${tableOf('delivery_receipts')} ${buckets === null ? '' : `WHERE guid IN (${buckets.join(',')})`}
      GROUP BY guid HAVING length(receipts) > 1${buckets === null ? IN_ORDER : ''})`,
}

export const deliveryRollups: readonly Rollup[] = [parts, deliveryHours, repeats]
