import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, since, texts, time, until, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

export const usageDimensions = ['hour', 'token', 'resource', 'method', 'route', 'status', 'cached'] as const
export type UsageDimension = (typeof usageDimensions)[number]

const token = z.string().describe('SHA-256 of the token, hexadecimal.')

export const apiUsageGroup = z
  .object({
    hour: time.optional(),
    token: token.optional(),
    resource: z.string().optional(),
    method: z.string().optional(),
    route: z.string().optional(),
    status: z.int().optional(),
    cached: z.boolean().optional(),
    calls: z.int(),
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
    'One entry per group; with `hour` the newest hour first, then the most calls. Without `since` the last 24 hours. A token that is limited to some repositories may not ask: calls belong to tokens, not to repositories.',
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
  description: 'The newest that is known of every token and resource.',
  pathParameters: noParameters,
  query: z.object({ ...usageFilters, ...proofParameters }),
  status: 200,
  answer: rateLimits,
  entries: 'data',
  problems: [],
})
