import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { type Condition, oneOf, rowTime, second, toSecond, where } from './conditions.ts'
import {
  type SortColumns,
  sortedCount,
  sortedPage,
  sortedRow,
  sortedText,
  sortedTime,
  sorting,
} from './sorting.ts'

export const intakeQuestion = z.object({
  /** Delivery by GitHub: from, inclusive, to, exclusive. */
  since: z.date(),
  until: z.date(),
  /** `hook:<id>`, `app:<id>`; null: all of them. */
  hooks: z.array(z.string()).readonly().nullable(),
})

type Range = z.output<typeof intakeQuestion>

const counts = {
  /** GUIDs that a log lists, each in the hour of its first attempt. */
  expected: z.number(),
  /** Those of them that the archive holds, */
  held: z.number(),
  /** and those that it holds because they were fetched from GitHub. */
  recovered: z.number(),
}

const hourRow = z.object({ hook: z.string(), hour: rowTime, ...counts })

export type IntakeHour = z.output<typeof hourRow>

/** GitHub keeps its log for three days, or seven: a redelivery follows its delivery within them. */
const LOG_DAYS = 7
/** Clocks differ, and what was recovered bears GitHub's time. */
const EARLY_SECONDS = 3600
const LATE_DAYS = 8

function bounds({ since, until }: Range) {
  return { since: toSecond(since), until: toSecond(until) }
}

function within(from: string, to: string): string {
  return `hour >= toStartOfHour(${from}) AND hour < ${to} AND delivered_at >= ${from} AND delivered_at < ${to}`
}

const [SINCE, UNTIL] = [second('since'), second('until')]
const IN_RANGE = within(SINCE, UNTIL)
const BEFORE = within(`${SINCE} - toIntervalDay(${LOG_DAYS})`, SINCE)

function ofHooks(hooks: readonly string[] | null): Condition {
  return oneOf('hook', 'hooks', hooks) ?? { sql: '1', values: {} }
}

/** GUIDs are compared by their hashes, which takes half the time of the texts. */
const HASH = 'sipHash64(guid)'

/** Hashes of what the archive may hold of a range: what was pushed, or what was fetched from GitHub. */
function archived(source: string): string {
  return `
    SELECT ${HASH} FROM deliveries WHERE ${source}
      AND received_at >= ${SINCE} - ${EARLY_SECONDS} AND received_at < ${UNTIL} + toIntervalDay(${LATE_DAYS})`
}

/**
 * The GUIDs of a range, each once, with its first attempt; those whose first attempt was before it are not of it: they are
 * looked for among what was redelivered alone. Beside each, whether the archive holds it, and how it came.
 */
function listedGuids(hooks: Condition): string {
  return `
    SELECT *, hash IN (${archived("source = 'webhook'")}) AS is_pushed,
      is_pushed OR hash IN (${archived("source != 'webhook'")}) AS is_held
    FROM (
      SELECT hook, sipHash64(l.guid) AS hash, any(l.guid) AS guid, min(l.delivered_at) AS first_at,
        uniqExact(attempt_id) AS attempts, argMin(l.attempt_id, (l.delivered_at, l.attempt_id)) AS first_attempt,
        any(l.event) AS event, any(l.action) AS action, any(l.repository_id) AS repository_id,
        argMax(l.status_code, (l.delivered_at, attempt_id)) AS status_code
      FROM intake_listings AS l
      WHERE ${IN_RANGE} AND ${hooks.sql} AND (hook, l.guid) NOT IN (
        SELECT hook, guid FROM intake_listings WHERE ${BEFORE} AND ${hooks.sql} AND guid IN (
          SELECT guid FROM intake_listings WHERE ${IN_RANGE} AND redelivery = 1))
      GROUP BY hook, hash)`
}

const COUNTS =
  'count() AS expected, countIf(is_held = 1) AS held, countIf(is_held = 1 AND is_pushed = 0) AS recovered'

/** SELECT of what GitHub's logs list of a range and the archive holds. */
export function heldGuids(asked: Range): Condition {
  const hooks = ofHooks(asked.hooks)
  return {
    sql: `SELECT guid FROM (${listedGuids(hooks)}) WHERE is_held = 1`,
    values: { ...bounds(asked), ...hooks.values },
  }
}

/** Whose log would list a delivery; empty for one of no hook. */
export const deliveringHook = `multiIf(target_type = 'integration' AND target_id IS NOT NULL, concat('app:', assumeNotNull(target_id)),
  hook_id IS NOT NULL, concat('hook:', assumeNotNull(hook_id)), '')`

/** Deliveries of some hooks; null: of any hook. */
export function cameFrom(hooks: readonly string[] | null): Condition {
  return oneOf(deliveringHook, 'hooks', hooks) ?? { sql: `${deliveringHook} != ''`, values: {} }
}

/** What was to be received, by hook and hour of delivery, and what of it was. Hours without any are missing. */
export const intakeHours = defineQuery({
  name: 'intake.hours',
  parameters: intakeQuestion,
  row: hourRow,
  render: (asked) => {
    const hooks = ofHooks(asked.hooks)
    return {
      sql: `
        SELECT hook, hour, ${COUNTS} FROM (
          SELECT hook, toStartOfHour(first_at) AS hour, is_held, is_pushed FROM (${listedGuids(hooks)}))
        GROUP BY hook, hour ORDER BY hour DESC, hook`,
      values: { ...bounds(asked), ...hooks.values },
    }
  },
})

/** The same of a whole range and all hooks. */
export const intakeTotals = defineQuery({
  name: 'intake.totals',
  parameters: intakeQuestion,
  row: z.object(counts),
  render: (asked) => {
    const hooks = ofHooks(asked.hooks)
    return {
      sql: `SELECT ${COUNTS} FROM (SELECT is_held, is_pushed FROM (${listedGuids(hooks)}))`,
      values: { ...bounds(asked), ...hooks.values },
    }
  },
})

const missingRow = z.object({
  hook: z.string(),
  guid: z.string(),
  delivered_at: rowTime,
  attempts: z.number(),
  /** GitHub's number of the first attempt. */
  first_attempt: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  repository_id: z.number().nullable(),
  status_code: z.number(),
  ...sortedRow,
})

const missingColumns: SortColumns = {
  delivered_at: sortedTime('first_at'),
  event: sortedText("if(isNull(action), event, concat(event, '.', assumeNotNull(action)))"),
  hook: sortedText('hook'),
  status_code: sortedCount('status_code'),
  attempts: sortedCount('attempts'),
}

/** What a log lists and the archive does not hold. */
export const intakeMissing = defineQuery({
  name: 'intake.missing',
  parameters: intakeQuestion.extend({ sorting, limit: z.int() }),
  row: missingRow,
  render: ({ sorting: by, limit, ...asked }) => {
    const hooks = ofHooks(asked.hooks)
    const { column, after, order } = sortedPage(missingColumns, { hook: 'String', guid: 'String' }, by)
    const { sql, values } = where([after])
    return {
      sql: `
        SELECT * FROM (
          SELECT hook, guid, first_at AS delivered_at, attempts, first_attempt, event, action, repository_id, status_code, ${column}
          FROM (${listedGuids(hooks)}) WHERE is_held = 0)
        ${sql} ${order} LIMIT {limit:UInt32}`,
      values: { ...bounds(asked), ...hooks.values, ...values, limit },
    }
  },
})

/** Which hours of which logs were read, and how far. */
export const intakeReadHours = defineQuery({
  name: 'intake.reads',
  parameters: intakeQuestion,
  row: z.object({
    hook: z.string(),
    hour: rowTime,
    read_from: rowTime,
    read_until: rowTime,
    read_at: rowTime,
  }),
  render: (asked) => {
    const hooks = ofHooks(asked.hooks)
    return {
      sql: `
        SELECT hook, hour, min(r.read_from) AS read_from, max(r.read_until) AS read_until, max(r.read_at) AS read_at
        FROM intake_reads AS r WHERE hour >= toStartOfHour(${SINCE}) AND hour < ${UNTIL} AND ${hooks.sql}
        GROUP BY hook, hour ORDER BY hour DESC, hook`,
      values: { ...bounds(asked), ...hooks.values },
    }
  },
})

/** Different deliveries that came from each hook in each hour, by receipt; those of no hook are left out. */
export const intakeReceived = defineQuery({
  name: 'intake.received',
  parameters: intakeQuestion,
  row: z.object({ hook: z.string(), hour: rowTime, received: z.number() }),
  render: (asked) => {
    const hooks = ofHooks(asked.hooks)
    return {
      sql: `
        SELECT ${deliveringHook} AS hook,
          toStartOfHour(toDateTime(received_at, 'UTC')) AS hour, uniqExact(${HASH}) AS received
        FROM deliveries WHERE received_at >= ${SINCE} AND received_at < ${UNTIL} AND hook != '' AND ${hooks.sql}
        GROUP BY hook, hour ORDER BY hour DESC, hook`,
      values: { ...bounds(asked), ...hooks.values },
    }
  },
})
