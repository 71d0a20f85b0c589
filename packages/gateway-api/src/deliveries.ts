import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, repository, since, sortedBy, texts, time, until, wholeNumber } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

const status = z
  .enum(['success', 'partial', 'error'])
  .nullable()
  .describe(
    '`success` when every projection that handles it projected or ignored it, `error` when every one rejected it, `partial` when some did; null until all of them have seen it, and when it is kept no more what they made of it.',
  )

const attempt = {
  received_at: time.describe("When it was received, or GitHub's own time for a recovered one."),
  hook_id: z.string().nullable(),
  target_type: z.string().nullable(),
  target_id: z.string().nullable(),
  source: z.string().describe('`webhook`, `recovery`, `import` or `gharchive`: how it came here.'),
  trace_id: z.string().nullable().describe('The trace in which it was received.'),
  size: z.int().describe('Bytes of the body.'),
  processed_at: time.describe('When the archive wrote it.'),
  duration_ms: z.int().describe('From receipt to that.'),
}

export const deliveryIdentity = {
  guid: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  repository: z.string().nullable().describe('Its name at that time; null for events without a repository.'),
  repository_id: z.int().nullable(),
  sender: z.string().nullable(),
  pull_request: z.int().nullable(),
}

/** One attempt at a delivery. */
export const deliveryEntry = z.object({ ...deliveryIdentity, ...attempt, status }).meta({ id: 'Delivery' })

const deliveryAttempt = z.object(attempt).meta({ id: 'DeliveryAttempt' })

export const deliveryOutcome = z
  .object({
    projection: z.string(),
    outcome: z
      .enum(['projected', 'ignored', 'rejected', 'unhandled', 'pending', 'unknown'])
      .describe(
        '`unhandled`: the projection has no use for such events. `pending`: it has not come to it yet. `unknown`: it has, longer ago than OCTO_RETENTION_OUTCOMES keeps what it made of it.',
      ),
    reason: z.string().nullable(),
    rows: z.int().nullable().describe('Rows that it produced; null where nothing is known.'),
  })
  .meta({ id: 'DeliveryOutcome' })

export const deliveryDetail = z
  .object({
    ...deliveryIdentity,
    ...attempt,
    status,
    attempts: z.array(deliveryAttempt).describe('Every receipt, the first one first.'),
    outcomes: z.array(deliveryOutcome),
    payload: z.record(z.string(), z.unknown()).nullable().describe('Null once its retention has passed.'),
    rewritten_at: time
      .nullable()
      .describe(
        'When somebody was erased from it: its signature cannot be verified since then. Null: it is as it was signed.',
      ),
    freshness,
  })
  .meta({ id: 'DeliveryDetail' })

export const deliveryStats = z
  .object({
    hours: z.int(),
    since: time,
    attempts: z.int().nullable().describe('Received, redeliveries included; null before any data.'),
    deliveries: z
      .int()
      .nullable()
      .describe('GUIDs that were received for the first time: a redelivery is an attempt and no delivery.'),
    by_event: z.array(
      z.object({
        event: z.string(),
        attempts: z.int(),
        deliveries: z.int(),
        processed: z
          .int()
          .describe('Deliveries that no projection rejected, or that a retry projected since.'),
      }),
    ),
    by_hour: z.array(z.object({ start: time, attempts: z.int().nullable(), deliveries: z.int().nullable() })),
    ...proven,
    freshness,
  })
  .meta({ id: 'DeliveryStats' })

export const deliveryOrders = {
  received_at: 'value',
  event: 'text',
  action: 'text',
  repository: 'text',
  sender: 'text',
  size: 'value',
} as const

export const listDeliveries = defineRoute({
  operationId: 'listDeliveries',
  method: 'get',
  path: '/api/v1/deliveries',
  role: 'viewer',
  tag: 'Deliveries',
  summary: 'The delivery log',
  description: 'Every attempt at every delivery, the newest first, or in the order that `sort` names.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    event: texts('Event names, as in `X-GitHub-Event`.'),
    action: texts('Actions of the payload.'),
    sender: texts('Logins, in any case.'),
    guid: texts('Values of `X-GitHub-Delivery`.'),
    hook: texts('Ids of hooks.'),
    since,
    until,
    ...sortedBy(deliveryOrders, 'received_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(deliveryEntry),
  problems: [],
})

export const getDelivery = defineRoute({
  operationId: 'getDelivery',
  method: 'get',
  path: '/api/v1/deliveries/{guid}',
  role: 'viewer',
  tag: 'Deliveries',
  summary: 'One delivery',
  description: 'Its payload, every attempt at it, and what each projection made of it.',
  pathParameters: z.object({ guid: z.string().max(200).describe('Its `X-GitHub-Delivery`.') }),
  query: noParameters,
  status: 200,
  answer: deliveryDetail,
  problems: [404],
})

export const getDeliveryStats = defineRoute({
  operationId: 'getDeliveryStats',
  method: 'get',
  path: '/api/v1/deliveries/stats',
  role: 'viewer',
  tag: 'Deliveries',
  summary: 'How much was received',
  description: 'Whole hours in UTC, the current one so far; hours without deliveries are there with 0.',
  pathParameters: noParameters,
  query: z.object({
    hours: wholeNumber(1, 1000).default(24).describe('The last so many hours.'),
    repository,
    ...proofParameters,
  }),
  status: 200,
  answer: deliveryStats,
  problems: [],
})
