import { z } from 'zod'
import { commandAccepted, freshness, listOf } from './answers.ts'
import { cursor, limit, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const rebuildProgress = z
  .object({
    state: z
      .enum(['running', 'silent', 'failed', 'done'])
      .describe(
        '`silent`: nothing was heard of it for 30 s, so its process has probably ended; `failed`: it was stopped or failed, the projectors’ log says why; the live generation stays.',
      ),
    phase: z
      .enum(['reading_log', 'reading_archive', 'recounting', 'comparing', 'replacing'])
      .describe(
        'It reads the log, then the archive, takes over what has expired and recounts, compares itself with the live generation, and replaces it.',
      ),
    began_at: time.describe('When this attempt began: after a crash it is another one.'),
    heard_at: time.describe('When it was last heard of; while it runs, at most a few seconds ago.'),
    messages_read: z.int().describe('Of the log and the archive; what is in both is read twice.'),
    messages_total: z
      .int()
      .nullable()
      .describe('Of how many. It grows while more arrive; null until they are counted.'),
    received_until: time
      .nullable()
      .describe(
        'Everything that the archive received until then is read; null while it reads the log, and where it reads no deliveries.',
      ),
    messages_per_second: z
      .number()
      .nullable()
      .describe('Read on average since it began; null when it is not reading.'),
    estimated_read_at: time
      .nullable()
      .describe(
        'When all of them will be read at this rate; recounting comes after that. Null when it is not known.',
      ),
  })
  .meta({ id: 'RebuildProgress' })

const rebuildDifference = z
  .object({
    table: z.string(),
    before: z.int().describe('Distinct rows of the generation that was live until then.'),
    after: z.int().describe('Distinct rows of the one that took its place.'),
  })
  .meta({ id: 'RebuildDifference' })

const lastRebuild = z
  .object({
    generation: z.string(),
    began_at: time,
    ended_at: time.describe('When it took the place of the one before.'),
    messages_read: z.int().describe('Of the log and the archive; what is in both is read twice.'),
    differences: z
      .array(rebuildDifference)
      .nullable()
      .describe('Of each table that both have; null when there was no generation before it.'),
  })
  .meta({ id: 'LastRebuild' })

export const projectionState = z
  .object({
    name: z.string(),
    generation: z
      .string()
      .nullable()
      .describe('The one that is read; null for the archive, and before the first is built.'),
    code: z.string().nullable().describe('The code and settings that fill it.'),
    live_since: time.nullable(),
    true_from: time.nullable().describe('From when its numbers are true; null when nothing is missing.'),
    lag_messages: z.int().nullable().describe('Messages that are not in it yet; null when unknown.'),
    lag_seconds: z.number().nullable().describe('Age of the oldest of them; null when unknown.'),
    building: z
      .array(
        z.object({
          generation: z.string(),
          since: time,
          progress: rebuildProgress
            .nullable()
            .describe('Null when the projectors have told nothing of it, or the log cannot be asked.'),
        }),
      )
      .describe('Generations that are being filled, or that were begun and left.'),
    last_rebuild: lastRebuild
      .nullable()
      .describe(
        'How the live generation was made; null for the archive, for one that was made before this was kept, and when the log cannot be asked.',
      ),
  })
  .meta({ id: 'Projection' })

const deadLetterStatuses = ['open', 'dismissed', 'projected'] as const

export const deadLetter = z
  .object({
    id: z.string(),
    projection: z.string(),
    message_id: z.string().describe('GUID of the delivery, id of the command or of the API call.'),
    subject: z.string(),
    stream_sequence: z
      .int()
      .nullable()
      .describe('Position in its stream; null when it came from the archive.'),
    reason: z.string(),
    first_rejected_at: time,
    status: z.enum(deadLetterStatuses).describe('`projected`: a retry succeeded.'),
  })
  .meta({ id: 'DeadLetter' })

const rebuildStarted = z
  .object({
    projection: z.string(),
    generation: z.string(),
    state: z.enum(['started', 'running']),
    freshness,
  })
  .meta({ id: 'RebuildStarted' })

const version = z
  .object({ name: z.literal('octometer'), version: z.string(), node: z.string(), freshness })
  .meta({ id: 'Version' })

export const listProjections = defineRoute({
  operationId: 'listProjections',
  method: 'get',
  path: '/api/v1/projections',
  role: 'viewer',
  tag: 'Operations',
  summary: 'Read models and how far behind they are',
  description:
    'Every projection with its live generation, its lag, how its last rebuild changed its tables, and how far the generations are that are being built.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(projectionState), freshness }),
  entries: 'data',
  problems: [],
})

export const rebuildProjection = defineRoute({
  operationId: 'rebuildProjection',
  method: 'post',
  path: '/api/v1/projections/{name}/rebuild',
  role: 'admin',
  tag: 'Operations',
  summary: 'Rebuild a read model',
  description: 'Fills a new generation beside the live one, which is read until the new one takes its place.',
  pathParameters: z.object({ name: z.string().max(100) }),
  query: noParameters,
  status: 202,
  answer: rebuildStarted,
  problems: [404, 409],
})

export const deadLetterOrders = {
  first_rejected_at: 'value',
  projection: 'text',
  reason: 'text',
  subject: 'text',
  status: 'text',
} as const

export const listDeadLetters = defineRoute({
  operationId: 'listDeadLetters',
  method: 'get',
  path: '/api/v1/dead-letters',
  role: 'viewer',
  tag: 'Operations',
  summary: 'Messages that a projection rejected',
  description:
    'The last rejected first, or in the order that `sort` names. Their bytes stay in the log and the archive.',
  pathParameters: noParameters,
  query: z.object({
    projection: texts('Names of projections.'),
    status: words(deadLetterStatuses, 'Open, given up, or projected by a retry.'),
    since,
    until,
    ...sortedBy(deadLetterOrders, 'first_rejected_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(deadLetter),
  problems: [],
})

const deadLetterId = z.object({ id: z.string().max(400).describe('Its `id`: `<projection>:<message id>`.') })

export const retryDeadLetter = defineRoute({
  operationId: 'retryDeadLetter',
  method: 'post',
  path: '/api/v1/dead-letters/{id}/retry',
  role: 'operator',
  tag: 'Operations',
  summary: 'Project a rejected message again',
  description: 'Appends the command to the log; the projection carries it out.',
  pathParameters: deadLetterId,
  query: noParameters,
  status: 202,
  answer: commandAccepted,
  problems: [404, 409],
})

export const dismissDeadLetter = defineRoute({
  operationId: 'dismissDeadLetter',
  method: 'post',
  path: '/api/v1/dead-letters/{id}/dismiss',
  role: 'operator',
  tag: 'Operations',
  summary: 'Give a rejected message up',
  description: 'Appends the command to the log. A later retry is still possible.',
  pathParameters: deadLetterId,
  query: noParameters,
  status: 202,
  answer: commandAccepted,
  problems: [404, 409],
})

export const getVersion = defineRoute({
  operationId: 'getVersion',
  method: 'get',
  path: '/api/v1/version',
  role: 'viewer',
  tag: 'Operations',
  summary: 'What runs here',
  description: 'The version of the program and of Node.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: version,
  problems: [],
})
