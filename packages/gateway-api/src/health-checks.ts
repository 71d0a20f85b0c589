import { z } from 'zod'
import { freshness } from './answers.ts'
import { time } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const healthCheck = z
  .object({
    address: z
      .string()
      .describe(
        'As OCTO_HEALTH_URLS has it, without a user, a password, a query, and what looks like a token in its path.',
      ),
    healthy: z
      .boolean()
      .nullable()
      .describe(
        'Whether it answered 2xx within ten seconds; redirects are not followed. Null before the first look.',
      ),
    checked_at: time.nullable(),
    status: z.int().nullable().describe('Null: there was no answer.'),
    latency_ms: z.int().nullable().describe('Until the head of the answer; null: there was none.'),
    reason: z.string().nullable().describe('Why it is not healthy.'),
    since: time.nullable().describe('The first look of those that agree with the last.'),
    looks: z.int().nullable().describe('How many these are, since github-agent was started.'),
  })
  .meta({ id: 'HealthCheck' })

export const listHealthChecks = defineRoute({
  operationId: 'listHealthChecks',
  method: 'get',
  path: '/api/v1/health-checks',
  role: 'viewer',
  tag: 'Operations',
  summary: 'Addresses that are watched, as they answered last',
  description:
    'Those of OCTO_HEALTH_URLS, looked at every OCTO_POLL_SECONDS. One that fails twice is an alert (`address-failing`). 503 when no github-agent runs.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(healthCheck), freshness }),
  entries: 'data',
  problems: [403],
})
