import { z } from 'zod'
import { commandAccepted, freshness, listOf } from './answers.ts'
import { commandId } from './counter-commands.ts'
import { cursor, limit, texts, time, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const TAG = 'Forwarding'

const count = z.int()

export const receiver = z
  .object({
    name: z.string(),
    url: z.string().describe('Its scheme, host and port: what stands behind them may be a secret.'),
    events: z.array(z.string()).describe('`push` or `pull_request.opened`; none is every event.'),
    repositories: z.array(z.string()).describe('`owner/name` or `owner/*`; none is every repository.'),
    state: z
      .enum(['up', 'down'])
      .describe('`down`: it took nothing lately, and is tried once a minute until it does.'),
    pending: count
      .nullable()
      .describe('Messages of the log that were not looked at for it yet; null when unknown.'),
    waiting: count.describe('Deliveries that it did not take and that are sent again.'),
    failed: count.describe('Deliveries that it did not take and that wait for an operator.'),
    delivered: count.describe('Deliveries that it took.'),
    retried: count.describe('Attempts after the first of a delivery, whatever became of them.'),
    missed: count.describe('Messages that the log had trimmed before they were looked at.'),
    forgotten: count.describe('Failed deliveries that made room for newer ones.'),
    last_success_at: time.nullable(),
    last_error_at: time.nullable(),
    last_error: z.string().nullable(),
    oldest_pending_seconds: z
      .number()
      .nullable()
      .describe('Age of the oldest that is pending or waiting; null when there is none.'),
  })
  .meta({ id: 'Receiver' })

const failureStatuses = ['waiting', 'failed'] as const

export const forwardingFailure = z
  .object({
    receiver: z.string(),
    delivery_id: z.string().describe('The GUID, under which it is sent again.'),
    stream_sequence: z.int().describe('Position in the log.'),
    event: z.string(),
    action: z.string().nullable(),
    repository: z.string().nullable(),
    received_at: time,
    status: z.enum(failureStatuses),
    attempts: count.describe('Those of the schedule.'),
    reason: z.string().describe('Why the last attempt failed.'),
    status_code: z.int().nullable().describe('What the receiver answered; null when it did not.'),
    last_attempt_at: time,
    next_attempt_at: time.nullable().describe('Null for one that failed.'),
  })
  .meta({ id: 'ForwardingFailure' })

export const listReceivers = defineRoute({
  operationId: 'listReceivers',
  method: 'get',
  path: '/api/v1/forwarding',
  role: 'viewer',
  tag: TAG,
  summary: 'Receivers that deliveries are forwarded to',
  description:
    'Each with its filter, what lies before it and what became of the rest, since it was first configured.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(receiver), freshness }).meta({ id: 'Receivers' }),
  entries: 'data',
  problems: [],
})

export const listForwardingFailures = defineRoute({
  operationId: 'listForwardingFailures',
  method: 'get',
  path: '/api/v1/forwarding/failures',
  role: 'viewer',
  tag: TAG,
  summary: 'Deliveries that a receiver did not take',
  description: 'By receiver and position in the log, the oldest first.',
  pathParameters: noParameters,
  query: z.object({
    receiver: texts('Names of receivers.'),
    status: words(failureStatuses, 'To be sent again, or not by itself.'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(forwardingFailure),
  problems: [],
})

export const retryForwarding = defineRoute({
  operationId: 'retryForwarding',
  method: 'post',
  path: '/api/v1/forwarding/{name}/retry',
  role: 'operator',
  tag: TAG,
  summary: 'Send a receiver again what it did not take',
  description:
    'Appends a command to the log. One delivery, or without its GUID all that wait or failed; each under its GUID, so that the receiver knows it.',
  pathParameters: z.object({ name: z.string().max(100) }),
  query: noParameters,
  body: z.strictObject({
    delivery_id: z.string().min(1).max(200).optional().describe('The GUID of one; all unless given.'),
    command_id: commandId,
  }),
  status: 202,
  answer: commandAccepted,
  problems: [400, 404, 413, 415],
})
