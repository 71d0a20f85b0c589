import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { anyOfTexts, type Condition, oneOf, rowTime, second, toSecond, where } from './conditions.ts'

/** What calls are grouped by, and the column that holds it. */
const COLUMNS = {
  hour: 'hour',
  token: 'token_hash',
  resource: 'resource',
  method: 'method',
  route: 'route',
  status: 'status',
  cached: 'cached',
  delivery: 'delivery_id',
  actor: 'actor',
} as const

const dimension = z.enum([
  'hour',
  'token',
  'resource',
  'method',
  'route',
  'status',
  'cached',
  'delivery',
  'actor',
])

export const usageFilters = { tokens: anyOfTexts, resources: anyOfTexts, routes: anyOfTexts }
const stretch = z.object({ from: z.date(), to: z.date() })

const groupRow = z.object({
  hour: rowTime.optional(),
  token: z.string().optional(),
  resource: z.string().optional(),
  method: z.string().optional(),
  route: z.string().optional(),
  status: z.number().optional(),
  cached: z.boolean().optional(),
  delivery: z.string().nullable().optional(),
  actor: z.string().nullable().optional(),
  calls: z.number(),
  reads: z.number(),
  hits: z.number(),
  cost: z.number().nullable(),
  remaining: z.number().nullable(),
  reset_at: rowTime.nullable(),
  /** Its place in the order of pages. */
  sort_hour: z.number(),
  sort_key: z.string(),
})

export type ApiUsageRow = z.output<typeof groupRow>

/**
 * Calls by group: whole hours from their rollup, the edges of the range from the calls themselves. The newest hour
 * first where hours are asked for, then the most calls. Of deliveries and actors the rollup knows nothing: by them only edges
 * can be asked for.
 */
export const apiUsageGroups = defineQuery({
  name: 'api_usage.groups',
  parameters: z.object({
    group_by: z.array(dimension).readonly(),
    ...usageFilters,
    /** Whole hours. */
    hours: stretch.nullable(),
    edges: z.array(stretch).readonly(),
    after: z.object({ hour: z.int(), calls: z.int(), key: z.string() }).nullable(),
    limit: z.int(),
  }),
  row: groupRow,
  render: ({ group_by, hours, edges, after, limit, ...wanted }) => {
    const by = group_by.map((each) => COLUMNS[each])
    const parts = [
      ...(hours === null ? [] : [hourRows(hours, by, wanted)]),
      ...(hours === null || !group_by.includes('hour') ? [] : [resetRows(hours, by, wanted)]),
      ...edges.map((edge, index) => callRows(edge, `edge${index}`, by, wanted)),
    ]
    const dimensions = group_by.map((each) => `${COLUMNS[each]} AS ${each}`).join(', ')
    const keyParts = by.map((column) => `ifNull(toString(${column}), '')`).join(", '\\n', ")
    const beyond =
      after === null
        ? ''
        : `HAVING (sort_hour, calls) < ({after_hour:UInt32}, {after_calls:UInt64})
            OR (sort_hour, calls) = ({after_hour:UInt32}, {after_calls:UInt64}) AND sort_key > {after_key:String}`
    return {
      sql: `
        SELECT ${dimensions}, sum(part_calls) AS calls, sum(part_reads) AS reads, sum(part_hits) AS hits,
          sum(part_cost) AS cost, min(part_remaining) AS remaining,
          max(part_reset) AS reset_at, ${group_by.includes('hour') ? 'toUnixTimestamp(hour)' : '0'} AS sort_hour,
          concat(${keyParts}, '') AS sort_key
        FROM (${parts.map(({ sql }) => sql).join('\nUNION ALL\n')})
        GROUP BY ${by.join(', ')} ${beyond}
        ORDER BY sort_hour DESC, calls DESC, sort_key LIMIT {limit:UInt32}`,
      values: {
        ...Object.assign({}, ...parts.map(({ values }) => values)),
        ...(after && { after_hour: after.hour, after_calls: after.calls, after_key: after.key }),
        limit,
      },
    }
  },
})

interface UsageFilter {
  readonly tokens: readonly string[] | null
  readonly resources: readonly string[] | null
  readonly routes: readonly string[] | null
}

export function matchingCalls({ tokens, resources, routes }: UsageFilter): readonly (Condition | null)[] {
  return [
    oneOf('token_hash', 'tokens', tokens?.map((token) => token.toLowerCase()) ?? null),
    oneOf('resource', 'resources', resources),
    oneOf('route', 'routes', routes),
  ]
}

type Stretch = z.output<typeof stretch>

function within(column: string, { from, to }: Stretch, name: string): Condition {
  return {
    sql: `${column} >= ${second(`${name}_from`)} AND ${column} < ${second(`${name}_to`)}`,
    values: { [`${name}_from`]: toSecond(from), [`${name}_to`]: toSecond(to) },
  }
}

const KEY = 'hour, token_hash, resource, method, route, status, cached'

/** What a cache can answer. To ask what is left of the limits is no reading. */
const IS_READ = "method IN ('GET', 'HEAD') AND route != '/rate_limit'"

function hourRows(hours: Stretch, by: readonly string[], wanted: UsageFilter): RenderedQuery {
  const { sql, values } = where([within('hour', hours, 'hours'), ...matchingCalls(wanted)])
  const columns = by.join(', ')
  return {
    sql: `
      SELECT ${columns}, sum(h.calls) AS part_calls, sumIf(h.calls, ${IS_READ}) AS part_reads,
        sumIf(h.calls, ${IS_READ} AND cached) AS part_hits, sum(h.cost) AS part_cost,
        min(h.remaining) AS part_remaining, CAST(NULL AS Nullable(DateTime('UTC'))) AS part_reset
      FROM api_call_hours AS h ${sql} GROUP BY ${columns} SETTINGS final = 1`,
    values,
  }
}

/** The rollup has no resets: those of each hour are read from its calls. */
function resetRows(hours: Stretch, by: readonly string[], wanted: UsageFilter): RenderedQuery {
  const { sql, values } = where([within('hour', hours, 'hours'), ...matchingCalls(wanted)])
  const columns = by.join(', ')
  return {
    sql: `
      SELECT ${columns}, toUInt64(0) AS part_calls, toUInt64(0) AS part_reads, toUInt64(0) AS part_hits,
        CAST(NULL AS Nullable(UInt64)) AS part_cost,
        CAST(NULL AS Nullable(UInt32)) AS part_remaining, max(reset_at) AS part_reset
      FROM api_calls ${sql} GROUP BY ${columns}`,
    values,
  }
}

const HOUR_MS = 3_600_000

function callRows(edge: Stretch, name: string, by: readonly string[], wanted: UsageFilter): RenderedQuery {
  const hours = {
    from: new Date(Math.floor(edge.from.getTime() / HOUR_MS) * HOUR_MS),
    to: new Date(Math.ceil(edge.to.getTime() / HOUR_MS) * HOUR_MS),
  }
  const { sql, values } = where([
    within('hour', hours, `${name}_hour`),
    ...matchingCalls(wanted),
    {
      sql: `at >= fromUnixTimestamp64Milli({${name}_at_from:Int64}, 'UTC') AND at < fromUnixTimestamp64Milli({${name}_at_to:Int64}, 'UTC')`,
      values: { [`${name}_at_from`]: edge.from.getTime(), [`${name}_at_to`]: edge.to.getTime() },
    },
  ])
  const columns = by.join(', ')
  return {
    sql: `
      SELECT ${columns}, count() AS part_calls, countIf(${IS_READ}) AS part_reads, countIf(${IS_READ} AND cached) AS part_hits,
        sum(call_cost) AS part_cost, min(call_remaining) AS part_remaining, max(call_reset) AS part_reset
      FROM (SELECT ${KEY}, call_id, max(cost) AS call_cost, min(remaining) AS call_remaining, max(reset_at) AS call_reset,
          max(api_calls.delivery_id) AS delivery_id
        FROM api_calls ${sql} GROUP BY ${KEY}, call_id) AS calls
      ${by.includes(COLUMNS.actor) ? joinedActors(name, sql) : ''} GROUP BY ${columns}`,
    values: {
      ...values,
      ...(by.includes(COLUMNS.actor) && { [`${name}_oldest`]: toSecond(oldestCause(edge)) }),
    },
  }
}

/** What makes somebody ask was delivered lately: an Enterprise Server keeps its log of deliveries for a week, GitHub for three days. */
function oldestCause({ from }: Stretch): Date {
  return new Date(Math.max(0, from.getTime() - 8 * 24 * HOUR_MS))
}

/** Who sent the deliveries that made somebody call. */
function joinedActors(name: string, calls: string): string {
  return `
      LEFT JOIN (
        SELECT guid, max(sender) AS actor FROM deliveries
        WHERE received_at >= ${second(`${name}_oldest`)}
          AND guid IN (SELECT assumeNotNull(api_calls.delivery_id) FROM api_calls ${calls} AND isNotNull(api_calls.delivery_id))
        GROUP BY guid) AS causes ON causes.guid = calls.delivery_id`
}

/** The last hour of each token and resource in which a call told what was left. */
export function newestCallHours(wanted: UsageFilter): RenderedQuery {
  const { sql, values } = where([{ sql: 'remaining IS NOT NULL', values: {} }, ...matchingCalls(wanted)])
  return {
    sql: `SELECT max(h.hour), token_hash, resource FROM api_call_hours AS h ${sql} GROUP BY token_hash, resource`,
    values,
  }
}

/** The newest call of each token and resource that told what was left. */
export const rateLimitsNow = defineQuery({
  name: 'api_usage.rate_limits',
  parameters: z.object({ tokens: anyOfTexts, resources: anyOfTexts }),
  row: z.object({
    token: z.string(),
    resource: z.string(),
    rate_limit: z.number().nullable(),
    remaining: z.number().nullable(),
    reset_at: rowTime.nullable(),
    observed_at: rowTime,
  }),
  render: (wanted) => {
    const { sql, values } = newestCallHours({ ...wanted, routes: null })
    return {
      sql: `
        SELECT token_hash AS token, resource, newest.2 AS rate_limit, newest.3 AS remaining, newest.4 AS reset_at,
          newest.1 AS observed_at
        FROM (
          SELECT token_hash, resource, argMax(tuple(at, rate_limit, remaining, reset_at), (at, call_id)) AS newest
          FROM api_calls WHERE remaining IS NOT NULL AND (hour, token_hash, resource) IN (${sql})
          GROUP BY token_hash, resource)
        ORDER BY token, resource`,
      values,
    }
  },
})

/** Over so many seconds the pace is measured, and a minute is counted. */
const PACE_SECONDS = 600
const MINUTE_SECONDS = 60
// GitHub's reset wanders by a second between answers of one window.
const SAME_WINDOW_SECONDS = 5

/** Who was not asked: an answer from memory. */
const FROM_MEMORY = 'cached AND status != 304'
// What a query of GraphQL costs of the primary limit is another count: of the secondary it is always one.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#calculating-points-for-the-secondary-rate-limit
const COSTS_ONE = "method IN ('GET', 'HEAD', 'OPTIONS') OR resource = 'graphql'"

/**
 * How fast each token spends of each resource: of the last ten minutes what the first call in the window of the newest
 * reset left, and the least that one left; of the last minute the points of GitHub's secondary limit.
 */
export const spendingPaces = defineQuery({
  name: 'api_usage.paces',
  parameters: z.object({ tokens: anyOfTexts, now: z.date() }),
  row: z.object({
    token: z.string(),
    resource: z.string(),
    first_at: rowTime.nullable(),
    first_left: z.number().nullable(),
    least_left: z.number().nullable(),
    reset_at: rowTime.nullable(),
    points: z.number(),
  }),
  render: ({ tokens, now }) => {
    const instant = (seconds: number) => `fromUnixTimestamp64Milli({now:Int64} - ${seconds * 1000}, 'UTC')`
    const { sql, values } = where([
      { sql: `hour >= toStartOfHour(${instant(PACE_SECONDS)})`, values: {} },
      { sql: `at > ${instant(PACE_SECONDS)} AND at <= ${instant(0)}`, values: { now: now.getTime() } },
      ...matchingCalls({ tokens, resources: null, routes: null }),
    ])
    const sent = `at > ${instant(MINUTE_SECONDS)} AND NOT (${FROM_MEMORY})`
    return {
      sql: `
        SELECT token_hash AS token, resource, if(countIf(told) = 0, NULL, minIf(at, told)) AS first_at,
          argMinIf(remaining, (at, call_id), told) AS first_left, minIf(remaining, told) AS least_left,
          max(newest) AS reset_at,
          uniqExactIf(call_id, ${sent} AND (${COSTS_ONE})) + 5 * uniqExactIf(call_id, ${sent} AND NOT (${COSTS_ONE})) AS points
        FROM (
          SELECT *, max(reset_at) OVER (PARTITION BY token_hash, resource) AS newest,
            remaining IS NOT NULL AND ifNull(reset_at >= newest - ${SAME_WINDOW_SECONDS}, 0) AS told
          FROM api_calls ${sql})
        GROUP BY token_hash, resource ORDER BY token, resource`,
      values,
    }
  },
})
