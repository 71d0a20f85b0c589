import { merged } from '../column-type.ts'
import type { Rollup } from '../rollup.ts'
import { literal } from '../sql-text.ts'
import { defineTable, type RowOfTable } from '../table.ts'

const call = {
  token_hash: 'LowCardinality(String)',
  resource: 'LowCardinality(String)',
  method: 'LowCardinality(String)',
  route: 'LowCardinality(String)',
  status: 'UInt16',
  cached: 'Bool',
} as const

export const apiCalls = defineTable(
  'api_calls',
  ['hour', 'token_hash', 'resource', 'method', 'route', 'status', 'cached', 'at', 'call_id'],
  {
    hour: "DateTime('UTC')",
    ...call,
    at: "DateTime64(3, 'UTC')",
    call_id: 'String',
    cost: 'Nullable(UInt32)',
    rate_limit: 'Nullable(UInt32)',
    remaining: 'Nullable(UInt32)',
    reset_at: "Nullable(DateTime('UTC'))",
    duration_ms: 'Nullable(Float64)',
    delivery_id: 'Nullable(String)',
  },
)

export const apiCallHours = defineTable(
  'api_call_hours',
  ['hour', 'token_hash', 'resource', 'method', 'route', 'status', 'cached'],
  {
    hour: "DateTime('UTC')",
    ...call,
    calls: merged('max', 'UInt64'),
    cost: merged('max', 'Nullable(UInt64)'),
    remaining: merged('min', 'Nullable(UInt32)'),
  },
)

export type ApiCallRow = RowOfTable<typeof apiCalls>

const KEY = 'hour, token_hash, resource, method, route, status, cached'

function bucketOf(row: Readonly<Record<string, unknown>>): string {
  const hour = row.hour
  if (!(hour instanceof Date)) throw new TypeError('an API call without its hour')
  const texts = [row.token_hash, row.resource, row.method, row.route].map((text) => literal(String(text)))
  return `(${hour.getTime() / 1000},${texts.join(',')},${Number(row.status)},${row.cached === true})`
}

export const apiUsageRollups: readonly Rollup[] = [
  {
    table: apiCallHours,
    from: 'api_calls',
    bucketOf,
    select: ({ tableOf }, buckets) => `
      SELECT ${KEY}, uniqExact(call_id) AS calls, sum(call_cost) AS cost, min(call_remaining) AS remaining FROM (
        SELECT ${KEY}, call_id, max(cost) AS call_cost, min(remaining) AS call_remaining FROM ${tableOf('api_calls')}
        ${buckets === null ? '' : `WHERE (${KEY}) IN (${buckets.join(',')})`}
        GROUP BY ${KEY}, call_id)
      GROUP BY ${KEY}`,
  },
]
