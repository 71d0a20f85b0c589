import { z } from 'zod'
import { commandAccepted, freshness, listOf } from './answers.ts'
import { commandId } from './counter-commands.ts'
import {
  cursor,
  limit,
  repository,
  since,
  sortedBy,
  time,
  timeParameter,
  until,
  words,
} from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

export const alertSeverities = ['low', 'medium', 'high', 'critical'] as const
export const alertRules = [
  'sensitive-file',
  'critical-issue',
  'conflict',
  'build-failure',
  'deployment-failure',
  'stale-pull-request',
  'approval-bottleneck',
  'slow-approver',
  'sla-breach',
  'critical-unassigned',
  'rate-limit-low',
  'intake-silent',
  'intake-incomplete',
  'hook-missing',
  'hook-disabled',
  'hook-misaimed',
  'hook-wrong-secret',
  'hook-failing',
  'github-late',
  'health-degraded',
  'address-failing',
  'projection-lagging',
  'dead-letters',
] as const
export const alertChannels = ['slack', 'discord', 'email', 'webhooks'] as const
const alertStates = ['open', 'acknowledged', 'resolved'] as const

const severity = z.enum(alertSeverities)

export const alertEntry = z
  .object({
    id: z.string(),
    rule: z.enum(alertRules),
    subject: z.string().describe('What it is about; there is one open alert per rule and subject.'),
    state: z.enum(alertStates),
    severity,
    title: z.string(),
    message: z.string(),
    url: z.string().nullable(),
    repository: z.string().nullable().describe('Null for an alert about the system.'),
    opened_at: time,
    last_evidence_at: time,
    resolved_at: time.nullable(),
    count: z.int().describe('Pieces of evidence, each counted once.'),
    deliveries: z.array(z.string()).describe('GUIDs of the newest deliveries behind it, 20 at most.'),
    acknowledged_at: time.nullable(),
    acknowledged_by: z.string().nullable(),
    muted_until: time.nullable(),
    notifications: z.array(
      z.object({
        about: z.string().describe('`open` or `resolved`.'),
        channel: z.enum(alertChannels),
        status: z
          .enum(['waiting', 'sent', 'failed', 'cancelled', 'unknown'])
          .describe('`unknown`: the sender stopped before it heard the answer; it is not sent again.'),
        attempts: z.int(),
        detail: z.string(),
        at: time,
      }),
    ),
  })
  .meta({ id: 'Alert' })

const ruleSettings = z
  .object({
    rule: z.enum(alertRules),
    enabled: z.boolean(),
    severity,
    cooldown_minutes: z.int().describe('Between two notifications that something of one subject is open.'),
    thresholds: z.record(z.string(), z.number()),
    allow: z.array(z.string()).describe('Names of files, or paths, that are no secrets.'),
    changed_at: time.nullable(),
    changed_by: z.string().nullable(),
  })
  .meta({ id: 'AlertRule' })

const channelSettings = z.object({
  channel: z.enum(alertChannels),
  severity: severity.describe('The least that it is told of at once; the digest has the rest.'),
})

const TAG = 'Alerts'

export const alertOrders = {
  opened_at: 'value',
  last_evidence_at: 'value',
  resolved_at: 'value',
  severity: 'value',
  title: 'text',
  rule: 'text',
  state: 'text',
  count: 'value',
} as const

export const listAlerts = defineRoute({
  operationId: 'listAlerts',
  method: 'get',
  path: '/api/v1/alerts',
  role: 'viewer',
  tag: TAG,
  summary: 'Alerts',
  description: 'The last opened first, or in the order that `sort` names; each with who was told.',
  pathParameters: noParameters,
  query: z.object({
    state: words(alertStates, 'Open, acknowledged or over.'),
    severity: words(alertSeverities, 'How bad it is.'),
    rule: words(alertRules, 'What found it.'),
    repository,
    since: since.describe('Opened from this time on, inclusive.'),
    until: until.describe('Opened up to this time, exclusive.'),
    ...sortedBy(alertOrders, 'opened_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(alertEntry),
  problems: [],
})

const pathParameters = z.object({ id: z.string().max(100) })

export const acknowledgeAlert = defineRoute({
  operationId: 'acknowledgeAlert',
  method: 'post',
  path: '/api/v1/alerts/{id}/acknowledge',
  role: 'operator',
  tag: TAG,
  summary: 'Take note of an alert',
  description:
    'Appends a command to the log. Nobody is told again that it is open. An alert of a sensitive file is over with it.',
  pathParameters,
  query: noParameters,
  body: z.strictObject({ command_id: commandId }),
  status: 202,
  answer: commandAccepted,
  problems: [404, 409, 413, 415],
})

export const muteAlert = defineRoute({
  operationId: 'muteAlert',
  method: 'post',
  path: '/api/v1/alerts/{id}/mute',
  role: 'operator',
  tag: TAG,
  summary: 'Tell nobody for a while',
  description: 'Appends a command to the log. It holds for later alerts of the same rule and subject too.',
  pathParameters,
  query: noParameters,
  body: z.strictObject({
    until: timeParameter.describe('Until then; a time to come.'),
    command_id: commandId,
  }),
  status: 202,
  answer: commandAccepted,
  problems: [404, 409, 413, 415],
})

export const testAlerts = defineRoute({
  operationId: 'testAlerts',
  method: 'post',
  path: '/api/v1/alerts/test',
  role: 'operator',
  tag: TAG,
  summary: 'Send a test to every receiver',
  description: 'Answers when each has taken it, or did not. Empty: no receiver is configured.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z
    .object({
      results: z.array(z.object({ channel: z.enum(alertChannels), sent: z.boolean(), detail: z.string() })),
      freshness,
    })
    .meta({ id: 'AlertTest' }),
  problems: [409],
})

export const getAlertRules = defineRoute({
  operationId: 'getAlertRules',
  method: 'get',
  path: '/api/v1/alert-rules',
  role: 'viewer',
  tag: TAG,
  summary: 'What alerts are made of',
  description: 'Every rule with its settings as they are now, and what each channel is told of.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z
    .object({ rules: z.array(ruleSettings), channels: z.array(channelSettings), freshness })
    .meta({ id: 'AlertRules' }),
  problems: [],
})

const name = 'must have 1 to 200 characters'

export const setAlertRules = defineRoute({
  operationId: 'setAlertRules',
  method: 'put',
  path: '/api/v1/alert-rules',
  role: 'admin',
  tag: TAG,
  summary: 'Change rules',
  description: 'Appends a command to the log. What is not given stays as it is; a list replaces the old one.',
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({
    rules: z
      .array(
        z.strictObject({
          rule: z.enum(alertRules, { error: `must be one of ${alertRules.join(', ')}` }),
          enabled: z.boolean().optional(),
          severity: severity.optional(),
          cooldown_minutes: z.int().min(0).max(10_080).optional(),
          thresholds: z.record(z.string(), z.number().min(0).max(1_000_000)).optional(),
          allow: z.array(z.string().min(1, name).max(200, name)).max(200).optional(),
        }),
      )
      .max(alertRules.length)
      .default([]),
    channels: z.array(channelSettings.strict()).max(alertChannels.length).default([]),
    command_id: commandId,
  }),
  status: 202,
  answer: commandAccepted,
  problems: [413, 415],
})
