import { z } from 'zod'
import { defineQuery, type NamedQuery, type RenderedQuery } from '../named-query.ts'
import { attemptsOf } from '../tables/delivery-counts.ts'
import {
  allOf,
  type Condition,
  eitherOf,
  inRange,
  inRepositories,
  instant,
  type TimeRange,
} from './conditions.ts'

/** The name of the mark of who counts as this program does: tenths of hours, and days of repositories as numbers. */
export const COUNTED = 'days'

/** Whether a table of counts holds the whole archive: until then nobody may read it. Or of all of it the tenths of hours. */
export function isWhole(
  counts: string,
): NamedQuery<Record<string, never>, { whole: boolean; has_tenths: boolean }> {
  return defineQuery({
    name: 'delivery_counts.whole',
    parameters: z.object({}),
    row: z.object({ whole: z.boolean(), has_tenths: z.boolean() }),
    render: () => ({
      sql: `SELECT toBool(countIf(name = '${COUNTED}') > 0) AS whole, toBool(count() > 0) AS has_tenths FROM ${counts} WHERE kind = 'whole'`,
      values: {},
    }),
  })
}

export const wholeArchiveIsCounted = isWhole('delivery_counts')

/** Messages that some projection rejected and that no retry has projected since. */
export const rejectedMessages = `
  SELECT message_id FROM (
    SELECT max(d.message_id) AS message_id, max(d.status).status AS status FROM dead_letters AS d GROUP BY dead_letter_id)
  WHERE status != 'projected'`

/** Receipts from `since`, inclusive, to `until`, exclusive, of some repositories. */
export interface Received extends TimeRange {
  readonly repositories: readonly number[] | null
}

const HOUR_MS = 3_600_000
const UNIT_MS = { tenth: HOUR_MS / 10, hour: HOUR_MS, day: 24 * HOUR_MS } as const

/** How a range is counted: by what was counted before, and from the archive. Null: none of it. */
export interface CountedRange {
  /** Condition on `start` of delivery_counts. */
  readonly counted: Condition | null
  /** Of the same receipts' rest, on the archive. */
  readonly rest: Condition | null
}

/**
 * Whole tenths of hours, hours or days are read from the counts, what is left over at both ends from the archive. Those of
 * some repositories are read from the archive alone, which is sorted by them, too.
 */
export function countedRange(received: Received, unit: keyof typeof UNIT_MS | null): CountedRange {
  const { since, until, repositories } = received
  const archived = { counted: null, rest: receivedIn('received_at', received) ?? EVERYTHING }
  if (repositories !== null || unit === null) return archived
  const length = UNIT_MS[unit]
  const from = since && new Date(Math.ceil(since.getTime() / length) * length)
  const to = until && new Date(Math.floor(until.getTime() / length) * length)
  if (from !== null && to !== null && from >= to) return archived
  return {
    counted: allOf(inRange('start', { since: from, until: to }).map(renamed)) ?? EVERYTHING,
    rest: eitherOf([between('received_at', 'head', since, from), between('received_at', 'tail', to, until)]),
  }
}

const EVERYTHING: Condition = { sql: '1', values: {} }

/** A range with its rest as SQL of attempts. */
export interface CountedParts {
  readonly counted: Condition | null
  readonly attempts: RenderedQuery | null
}

export function countedParts(received: Received, unit: 'hour' | 'day' | null): CountedParts {
  const { counted, rest } = countedRange(received, unit)
  return { counted, attempts: rest && attemptsWhere(rest) }
}

/** Bounds of whole units beside those of the range. */
function renamed(condition: Condition | null): Condition | null {
  return (
    condition && {
      sql: condition.sql.replaceAll('{since:', '{whole_since:').replaceAll('{until:', '{whole_until:'),
      values: Object.fromEntries(
        Object.entries(condition.values).map(([name, value]) => [`whole_${name}`, value]),
      ),
    }
  )
}

function between(column: string, name: string, from: Date | null, to: Date | null): Condition | null {
  if (from === null || to === null || from >= to) return null
  return {
    sql: `(${column} >= ${instant(`${name}_from`)} AND ${column} < ${instant(`${name}_to`)})`,
    values: { [`${name}_from`]: from.getTime(), [`${name}_to`]: to.getTime() },
  }
}

function attemptsWhere({ sql, values }: Condition): RenderedQuery {
  return { sql: attemptsOf('deliveries', `WHERE ${sql}`), values }
}

/** A range of receipts, and repositories by `repository_id`. */
function receivedIn(column: string, { repositories, ...range }: Received): Condition | null {
  return allOf([...inRange(column, range), inRepositories(repositories)])
}

/** Up to which position every projection has come, and since when what lies beyond it was received; null: that is not asked. */
export const pendingFrom = z.object({ position: z.int().min(0), since: z.date() }).nullable()

type Pending = z.output<typeof pendingFrom>

/** Receipts and GUIDs of attempts that were not a delivery's first. */
export const repeatedReceipts = "SELECT start, name FROM delivery_counts WHERE kind = 'again'"

const and = (condition: Condition | null) => (condition === null ? '' : `AND ${condition.sql}`)

/**
 * What makes deliveries of attempts, as rows to be added up by their receipt `at`, `repository_id` and `event`: minus one for
 * each attempt that was not a delivery's first; one for each that a projection rejected, or that some have not come to
 * (`pending`).
 */
export function deliveryMarks(received: Received, pending: Pending): RenderedQuery {
  const range = inRange('at', received)
  const marked = allOf([...range, inRepositories(received.repositories)])
  const repeats = `SELECT DISTINCT start AS at, name AS guid, nullIf(repository_id, 0) AS repository_id, event FROM delivery_counts WHERE kind = 'again'`
  const archived = receivedIn('received_at', received)
  const beyond = `
    UNION ALL SELECT received_at AS at, repository_id, event, toInt64(0) AS deliveries, toInt64(0) AS failed, toInt64(1) AS pending
    FROM (
      SELECT received_at, guid, repository_id, event FROM deliveries
      WHERE stream_sequence > {position:UInt64} AND received_at >= ${instant('pending_since')} ${and(archived)} LIMIT 1 BY received_at, guid)
    WHERE guid NOT IN (${rejectedMessages})
      AND (received_at, guid) NOT IN (${repeatedReceipts})`
  return {
    sql: `
      SELECT at, repository_id, event, toInt64(-1) AS deliveries, toInt64(0) AS failed, toInt64(0) AS pending
      FROM (${repeats}) WHERE 1 ${and(marked)}
      UNION ALL SELECT at, repository_id, event, toInt64(0) AS deliveries, toInt64(1) AS failed, toInt64(0) AS pending
      FROM (
        SELECT min(r.received_at) AS at, any(r.repository_id) AS repository_id, any(r.event) AS event
        FROM delivery_receipts AS r WHERE guid IN (${rejectedMessages}) GROUP BY guid) WHERE 1 ${and(marked)}
      ${pending === null ? '' : beyond}`,
    values: {
      ...marked?.values,
      ...archived?.values,
      ...(pending && { position: pending.position, pending_since: pending.since.getTime() }),
    },
  }
}

/** The parts of a UNION that there are, with the values that all of them bind. */
export function unionOf(parts: readonly (RenderedQuery | null)[]): RenderedQuery {
  const given = parts.filter((part) => part !== null)
  return {
    sql: given.map(({ sql }) => sql).join(' UNION ALL '),
    values: Object.assign({}, ...given.map(({ values }) => values)),
  }
}
