import { z } from 'zod'
import { listOf } from './answers.ts'
import { cursor, limit, sortedBy, time } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const interaction = z
  .object({
    id: z.string(),
    at: time,
    interaction: z
      .enum([
        'creation_begun',
        'manifest_shown',
        'installation_begun',
        'returned',
        'installations_listed',
        'access_checked',
      ])
      .describe(
        '`returned`: GitHub sent a browser back, and the App was made or installed, or that was refused.',
      ),
    user: z
      .string()
      .nullable()
      .describe(
        'A JWT’s `sub` or a key’s name; null: a browser that GitHub sent, or everybody’s were listed.',
      ),
    app_id: z.int().nullable(),
    installation_id: z.int().nullable(),
    repository: z.string().nullable().describe('What access was asked for.'),
    outcome: z.enum(['done', 'refused']),
    reason: z.string().nullable().describe('The code of the error with which it was refused.'),
  })
  .meta({ id: 'AppInteraction' })

export const appInteractionOrders = {
  at: 'value',
  user: 'text',
  interaction: 'text',
  repository: 'text',
  outcome: 'text',
} as const

export const listAppInteractions = defineRoute({
  operationId: 'listAppInteractions',
  method: 'get',
  path: '/api/v1/github-app/interactions',
  role: 'admin',
  tag: 'GitHub App',
  summary: 'Who made, installed or asked about the GitHub App',
  description:
    'Each interaction through this server, the newest first unless `sort` says otherwise, written down before it was answered. What GitHub told of installations is in `/deliveries?event=installation`, each call that the App made in `/api-usage`.',
  pathParameters: noParameters,
  query: z.object({ ...sortedBy(appInteractionOrders, 'at'), limit, cursor }),
  status: 200,
  answer: listOf(interaction),
  problems: [],
})
