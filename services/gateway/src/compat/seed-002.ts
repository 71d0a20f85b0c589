import { defineRoute, noParameters } from '@octometer/gateway-api'
import { z } from 'zod'
import { compatEndpoint } from './compat-endpoint.ts'
import { eventLimit, eventType, recentEvents } from './recent-events.ts'
import { seed002AppEndpoints } from './seed-002-app.ts'
import { seed002JobEndpoints } from './seed-002-jobs.ts'

const TAG = 'Seed 002'
const HEALTHY_ABOVE = 0.95

const time = z.iso.datetime()

const events = compatEndpoint(
  defineRoute({
    operationId: 'seed002ListEvents',
    method: 'get',
    path: '/webhooks/github/events',
    role: 'viewer',
    tag: TAG,
    summary: 'The last events',
    description:
      'Newest first. `created_at` is the receipt; `processed_at` is null until every projection has come to it, and when one rejected it.',
    pathParameters: noParameters,
    query: z.object({ event_type: eventType, limit: eventLimit }),
    status: 200,
    answer: z.strictObject({
      events: z.array(
        z.strictObject({
          delivery_id: z.string(),
          event_type: z.string(),
          payload: z
            .record(z.string(), z.unknown())
            .nullable()
            .describe('Null once its retention has passed.'),
          processed_at: time.nullable(),
          created_at: time,
        }),
      ),
    }),
    problems: [422],
  }),
  'deliveries',
  async (gateway, { query, principal }) => {
    const { event_type: event, limit } = query
    const found = await recentEvents(gateway, principal, { event, limit })
    return {
      events: found.map((each) => ({
        delivery_id: each.guid,
        event_type: each.event,
        payload: each.payload,
        processed_at: each.processed ? each.archived_at : null,
        created_at: each.received_at,
      })),
    }
  },
)

const health = compatEndpoint(
  defineRoute({
    operationId: 'seed002GetHealth',
    method: 'get',
    path: '/webhooks/github/health',
    role: null,
    tag: TAG,
    summary: 'How the last hour’s deliveries ended',
    description: `\`healthy\` while more than ${HEALTHY_ABOVE} of them were rejected by no projection, or projected by a retry; an hour without deliveries has the rate 1. As it was at most a second ago.`,
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({
      status: z.enum(['healthy', 'degraded']),
      success_rate: z.number(),
      total_events_last_hour: z.int(),
      failed_events_last_hour: z.int(),
      last_event_at: time.nullable(),
    }),
    problems: [],
  }),
  'deliveries',
  async ({ states }) => {
    const hour = await states.lastHour()
    const { deliveries = 0, rejected = 0, newest = null } = hour ?? {}
    const rate = deliveries === 0 ? 1 : (deliveries - rejected) / deliveries
    return {
      status: rate > HEALTHY_ABOVE ? ('healthy' as const) : ('degraded' as const),
      success_rate: rate,
      total_events_last_hour: deliveries,
      failed_events_last_hour: rejected,
      last_event_at: newest,
    }
  },
)

/** Seed 002, a tracker of projects. Its POST `/webhooks/github` is ingress's. */
export const seed002Endpoints = [events, health, ...seed002AppEndpoints, ...seed002JobEndpoints]
