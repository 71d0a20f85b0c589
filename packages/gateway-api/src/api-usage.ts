import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, since, texts, time, until, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

export const usageDimensions = [
  'hour',
  'token',
  'resource',
  'method',
  'route',
  'status',
  'cached',
  'delivery',
  'actor',
] as const
export type UsageDimension = (typeof usageDimensions)[number]

const token = z
  .string()
  .describe(
    'Who spends: SHA-256, hexadecimal, of the token; of `app:<id>` or `installation:<id>` for a GitHub App, whose tokens change by the hour.',
  )

export const apiUsageGroup = z
  .object({
    hour: time.optional(),
    token: token.optional(),
    resource: z.string().optional(),
    method: z.string().optional(),
    route: z.string().optional(),
    status: z.int().optional(),
    cached: z.boolean().optional(),
    delivery: z
      .string()
      .nullable()
      .optional()
      .describe('GUID of the delivery that made somebody ask; null: none did.'),
    actor: z
      .string()
      .nullable()
      .optional()
      .describe('Login of who sent that delivery; null: no delivery, or it names nobody.'),
    calls: z.int(),
    reads: z.int().describe('Calls by GET or HEAD but those of `/rate_limit`: what a cache can answer.'),
    hits: z.int().describe('Reads that were answered from memory, or by GitHub with 304.'),
    hit_rate: z.number().nullable().describe('hits ÷ reads; null without reads.'),
    cost: z.int().nullable().describe('Points that the calls told, together; null when none told any.'),
    remaining: z.int().nullable().describe('The least that was left of the limit.'),
    reset_at: time
      .nullable()
      .optional()
      .describe('The last reset that was announced in this hour; there with `hour` only.'),
  })
  .meta({ id: 'ApiUsageGroup' })

export const rateLimit = z
  .object({
    token,
    resource: z.string(),
    limit: z.int().nullable(),
    remaining: z.int().nullable(),
    used: z.int().nullable(),
    reset_at: time.nullable(),
    observed_at: time.describe('Time of the call that told it.'),
    spent_per_minute: z
      .number()
      .nullable()
      .describe(
        'What the calls of the last ten minutes, in the window of the newest reset, left less: (what the first of them left − the least that one left) ÷ minutes since the first. Null: none told, or the reset has passed.',
      ),
    exhausted_at: time
      .nullable()
      .describe(
        'now + the least that was left ÷ spent_per_minute; now when nothing is left. Null: not before the reset at that pace, or the pace is not known.',
      ),
    points_last_minute: z
      .int()
      .describe(
        'By GitHub’s secondary limit, of the calls that were sent in the last 60 seconds: GET, HEAD, OPTIONS and GraphQL 1, others 5, an answer from memory 0. Those of graphql and of search are counted apart, of all other resources together.',
      ),
    most_points_a_minute: z
      .int()
      .describe('What GitHub bears of them: 2,000 of GraphQL, 30 searches, 900 of all else.'),
  })
  .meta({ id: 'RateLimit' })

const rateLimits = z.object({ data: z.array(rateLimit), ...proven, freshness }).meta({ id: 'RateLimits' })

const usageFilters = {
  token: texts('SHA-256 of tokens, hexadecimal.'),
  resource: texts('Resources: core, search, graphql, …'),
}

export const getApiUsage = defineRoute({
  operationId: 'getApiUsage',
  method: 'get',
  path: '/api/v1/api-usage',
  role: 'viewer',
  tag: 'API usage',
  summary: 'Calls of GitHub’s API',
  description:
    'One entry per group; with `hour` the newest hour first, then the most calls: by token, route, delivery or actor it says who spends. Without `since` the last 24 hours. A token that is limited to some repositories may not ask: calls belong to tokens, not to repositories.',
  pathParameters: noParameters,
  query: z.object({
    group_by: words(
      usageDimensions,
      `What makes a group: ${usageDimensions.join(', ')}. Token and resource unless given.`,
    ),
    ...usageFilters,
    route: texts('Routes, as they were reported.'),
    since,
    until,
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(apiUsageGroup).extend(proven),
  problems: [],
})

export const getRateLimits = defineRoute({
  operationId: 'getRateLimits',
  method: 'get',
  path: '/api/v1/rate-limits',
  role: 'viewer',
  tag: 'API usage',
  summary: 'What is left of each limit',
  description:
    'The newest that is known of every token and resource, and when nothing will be left at the pace of the last minutes.',
  pathParameters: noParameters,
  query: z.object({ ...usageFilters, ...proofParameters }),
  status: 200,
  answer: rateLimits,
  entries: 'data',
  problems: [],
})
