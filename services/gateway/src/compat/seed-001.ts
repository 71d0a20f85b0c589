import { rateLimitsRequest } from '@octometer/event-contracts'
import { defineRoute, noParameters } from '@octometer/gateway-api'
import { z } from 'zod'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub, githubProblems } from '../github/ask-github.ts'
import { compatEndpoint } from './compat-endpoint.ts'
import { githubReads } from './github-reads.ts'
import { githubWrites } from './github-writes.ts'
import { configuredRepositories, hookConfigs } from './hook-configs.ts'
import { tightestLimits } from './rate-limits.ts'
import { eventLimit, eventType, recentEvents } from './recent-events.ts'

const TAG = 'Seed 001'
const TOLD =
  'As GitHub tells github-agent now, or else as the calls that were reported told it: of several tokens the one with the least left. What nobody told is null. A limit whose reset has passed is whole again, and its next reset is not known.'

const time = z.iso.datetime()

const events = compatEndpoint(
  defineRoute({
    operationId: 'seed001ListEvents',
    method: 'get',
    path: '/api/v1/webhooks/events',
    role: 'viewer',
    tag: TAG,
    summary: 'The last events',
    description:
      'Newest first. `id` is the position in the log; `error` says why a projection rejected it. `config_id` is the id of the repository where a hook configuration holds; null, too, while github-agent does not answer.',
    pathParameters: noParameters,
    query: z.object({
      event_type: eventType,
      repository_full_name: z
        .string()
        .max(200, 'must have at most 200 characters')
        .optional()
        .describe('`owner/name`, in any case; an old name finds the repository too.'),
      processed: z
        .stringbool({ error: 'must be true or false' })
        .optional()
        .describe('`true`: every projection has come to it and none rejected it; `false`: the others.'),
      limit: eventLimit,
    }),
    status: 200,
    answer: z.array(
      z.strictObject({
        id: z.int(),
        config_id: z.int().nullable(),
        event_type: z.string(),
        delivery_id: z.string(),
        payload: z.record(z.string(), z.unknown()).nullable().describe('Null once its retention has passed.'),
        repository_full_name: z.string().nullable(),
        processed: z.boolean(),
        processed_at: time.nullable(),
        error: z.string().nullable(),
        received_at: time,
      }),
    ),
    problems: [422],
  }),
  'deliveries',
  async (gateway, { query, principal }) => {
    const wanted = { ...query, event: query.event_type, repository: query.repository_full_name }
    const [found, configured] = await Promise.all([
      recentEvents(gateway, principal, wanted),
      configuredRepositories(gateway),
    ])
    return found.map((each) => ({
      id: each.stream_sequence,
      config_id: configured.has(each.repository_id) ? each.repository_id : null,
      event_type: each.event,
      delivery_id: each.guid,
      payload: each.payload,
      repository_full_name: each.repository === '' ? null : each.repository,
      processed: each.processed,
      processed_at: each.processed ? each.archived_at : null,
      error: each.error,
      received_at: each.received_at,
    }))
  },
)

const limit = z.strictObject({
  limit: z.int().nullable(),
  remaining: z.int().nullable(),
  reset: time.nullable(),
  used: z.int().nullable(),
  percentage_used: z.number().nullable(),
})

const rateLimitStatus = compatEndpoint(
  defineRoute({
    operationId: 'seed001GetRateLimitStatus',
    method: 'get',
    path: '/api/v1/rate-limits/status',
    role: 'viewer',
    tag: TAG,
    summary: 'What is left of GitHub’s limits',
    description: TOLD,
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      status: z.literal('success'),
      rate_limits: z.strictObject({ core: limit, search: limit, graphql: limit }),
    }),
    problems: [],
  }),
  'api-usage',
  async (gateway, { principal }) => {
    requireEveryRepository(principal, 'API usage is not kept by repository')
    return { status: 'success' as const, rate_limits: await tightestLimits(gateway) }
  },
)

const HEALTHY_ABOVE = 100

const rateLimitHealth = compatEndpoint(
  defineRoute({
    operationId: 'seed001GetRateLimitHealth',
    method: 'get',
    path: '/api/v1/rate-limits/health',
    role: 'viewer',
    tag: TAG,
    summary: 'Whether enough of the core limit is left',
    description: `Healthy while more than ${HEALTHY_ABOVE} remain. ${TOLD}`,
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      healthy: z.boolean().nullable(),
      core_remaining: z.int().nullable(),
      core_limit: z.int().nullable(),
      percentage_available: z.number().nullable(),
      reset_at: time.nullable(),
    }),
    problems: [],
  }),
  'api-usage',
  async (gateway, { principal }) => {
    requireEveryRepository(principal, 'API usage is not kept by repository')
    const { core } = await tightestLimits(gateway)
    return {
      healthy: core.remaining === null ? null : core.remaining > HEALTHY_ABOVE,
      core_remaining: core.remaining,
      core_limit: core.limit,
      percentage_available: core.percentage_used === null ? null : 100 - core.percentage_used,
      reset_at: core.reset,
    }
  },
)

const trackRateLimits = compatEndpoint(
  defineRoute({
    operationId: 'seed001TrackRateLimits',
    method: 'post',
    path: '/api/v1/rate-limits/track',
    role: 'operator',
    tag: TAG,
    summary: 'Keeps what is left of GitHub’s limits',
    description:
      'GitHub is asked, and each of core, search and graphql is kept with the SHA-256 of the token, as GET /api/v1/rate-limits answers it.',
    pathParameters: noParameters,
    query: noParameters,
    status: 201,
    answer: z.strictObject({ status: z.literal('success'), message: z.string() }),
    problems: githubProblems,
  }),
  'api-usage',
  async (gateway, { principal }) => {
    requireEveryRepository(principal, 'API usage is not kept by repository')
    const { limits } = await askGitHub(gateway, rateLimitsRequest, { track: true })
    const tokens = new Set(limits.map(({ token_hash }) => token_hash)).size
    return { status: 'success' as const, message: `the limits of ${tokens} tokens are kept` }
  },
)

/**
 * Seed 001, a GitHub integration. Its POST `/api/v1/webhooks/github` is ingress's; repositories and the tracking of
 * limits are asked of GitHub, not of read models.
 */
export const seed001Endpoints = [
  events,
  rateLimitStatus,
  trackRateLimits,
  rateLimitHealth,
  ...hookConfigs,
  ...githubReads,
  ...githubWrites,
]
