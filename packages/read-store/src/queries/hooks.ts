import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { rowTime, second, toSecond } from './conditions.ts'
import { deliveringHook } from './intake.ts'

const stateRow = z.object({
  /** `hook:<id>`. */
  hook: z.string(),
  taken_at: rowTime,
  state: z.string(),
  owner_kind: z.string(),
  owner: z.string(),
  mode: z.string(),
  is_meant_active: z.number(),
  active: z.number().nullable(),
  is_aimed_here: z.number().nullable(),
  url_host: z.string().nullable(),
  events: z.array(z.string()),
  content_type: z.string().nullable(),
  verifies_tls: z.number().nullable(),
  response_code: z.number().nullable(),
  response_status: z.string().nullable(),
  response_message: z.string().nullable(),
})

export type HookStateNow = z.output<typeof stateRow>

/** Every hook of ours as GitHub showed it last; those that we took away are left out. */
export const hookStatesNow = defineQuery({
  name: 'hooks.states',
  parameters: z.object({}),
  row: stateRow,
  render: () => ({
    sql: `
      SELECT hook, l.taken_at AS taken_at, l.state AS state, l.owner_kind AS owner_kind, l.owner AS owner, l.mode AS mode,
        l.is_meant_active AS is_meant_active, l.active AS active, l.is_aimed_here AS is_aimed_here,
        l.url_host AS url_host, l.events AS events, l.content_type AS content_type, l.verifies_tls AS verifies_tls,
        l.response_code AS response_code, l.response_status AS response_status, l.response_message AS response_message
      FROM (SELECT hook, max(s.latest) AS l FROM hook_states AS s GROUP BY hook)
      WHERE l.state != 'removed' ORDER BY hook`,
    values: {},
  }),
})

const attemptsRow = z.object({
  hook: z.string(),
  attempts: z.number(),
  newest_at: rowTime,
  /** Answers to the newest ten attempts, the newest first; 0 is none. */
  newest_codes: z.array(z.number()),
})

export type HookAttemptsRow = z.output<typeof attemptsRow>

/** What hooks' logs list since a moment, by hook. */
export const hookAttempts = defineQuery({
  name: 'hooks.attempts',
  parameters: z.object({ since: z.date() }),
  row: attemptsRow,
  render: ({ since }) => ({
    sql: `
      SELECT hook, count() AS attempts, max(at) AS newest_at,
        arrayMap(each -> each.3, arraySlice(arrayReverseSort(groupArray((at, attempt_id, code))), 1, 10)) AS newest_codes
      FROM (
        SELECT hook, attempt_id, max(l.delivered_at) AS at, max(l.status_code) AS code FROM intake_listings AS l
        WHERE hour >= toStartOfHour(${second('since')}) AND l.delivered_at >= ${second('since')}
        GROUP BY hook, guid, attempt_id)
      GROUP BY hook ORDER BY hook`,
    values: { since: toSecond(since) },
  }),
})

/** The newest delivery of each hook since a moment, however it came. */
export const hookReceipts = defineQuery({
  name: 'hooks.receipts',
  parameters: z.object({ since: z.date() }),
  row: z.object({ hook: z.string(), newest_at: rowTime }),
  render: ({ since }) => ({
    sql: `
      SELECT ${deliveringHook} AS hook, max(received_at) AS newest_at FROM deliveries
      WHERE received_at >= ${second('since')} AND hook != '' GROUP BY hook ORDER BY hook`,
    values: { since: toSecond(since) },
  }),
})

/** The newest delivery of a hook, or of what it stands on, since a moment. */
export const lastDeliveryOf = defineQuery({
  name: 'hooks.last_delivery',
  parameters: z.object({
    hookId: z.string().nullable(),
    targetType: z.string(),
    targetId: z.string(),
    since: z.date(),
  }),
  row: z.object({ received_at: rowTime }),
  render: ({ hookId, targetType, targetId, since }) => ({
    // The newest first, and no further than the first that is found.
    sql: `
      SELECT received_at FROM deliveries
      WHERE received_at >= ${second('since')}
        AND (hook_id = {hook_id:Nullable(String)} OR (target_type = {target_type:String} AND target_id = {target_id:String}))
      ORDER BY received_at DESC LIMIT 1`,
    values: { since: toSecond(since), hook_id: hookId, target_type: targetType, target_id: targetId },
  }),
})

/** Where payloads say when what they tell happened. */
const EVENT_TIMES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['pull_request', 'updated_at'],
  issues: ['issue', 'updated_at'],
  issue_comment: ['comment', 'updated_at'],
  workflow_run: ['workflow_run', 'updated_at'],
  check_suite: ['check_suite', 'updated_at'],
  deployment_status: ['deployment_status', 'updated_at'],
}
const MOST_LATE_LOOKED_AT = 200

/** How late the newest pushed deliveries came after what they tell, in seconds: the median, and of how many. */
export const deliveryLateness = defineQuery({
  name: 'hooks.lateness',
  parameters: z.object({ since: z.date() }),
  row: z.object({ deliveries: z.number(), median_seconds: z.number().nullable() }),
  render: ({ since }) => {
    const times = Object.entries(EVENT_TIMES).map(
      ([event, path]) =>
        `event = '${event}', JSONExtractString(payload, ${path.map((key) => `'${key}'`).join(', ')})`,
    )
    const events = Object.keys(EVENT_TIMES).map((event) => `'${event}'`)
    return {
      sql: `
        SELECT count() AS deliveries, if(count() = 0, NULL, quantileExact(late)) AS median_seconds FROM (
          SELECT dateDiff('second', parseDateTimeBestEffortOrNull(multiIf(${times.join(', ')}, '')), toDateTime(received_at, 'UTC')) AS late
          FROM (
            SELECT event, payload, received_at FROM deliveries
            WHERE received_at >= ${second('since')} AND source = 'webhook' AND event IN (${events.join(', ')})
            ORDER BY received_at DESC LIMIT ${MOST_LATE_LOOKED_AT}))
        WHERE late IS NOT NULL`,
      values: { since: toSecond(since) },
    }
  },
})
