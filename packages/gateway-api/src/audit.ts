import { z } from 'zod'
import { listOf } from './answers.ts'
import { cursor, limit, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const auditOutcomes = ['done', 'refused', 'failed'] as const

const auditEntry = z
  .object({
    id: z.string(),
    at: time.describe('When it was written down: before the answer of what was done.'),
    who: z.string().nullable().describe('Name of the key, or subject of the token; null: nobody was known.'),
    via: z
      .enum(['key', 'jwt', 'session', 'anonymous'])
      .nullable()
      .describe('session: a browser that signed in with one of the others.'),
    address: z
      .string()
      .nullable()
      .describe('Where it came from, as the proxies in OCTO_TRUSTED_PROXIES tell it.'),
    action: z
      .string()
      .describe(
        'Method and route: `DELETE /api/v1/keys/{name}`; of a tool of a model, those of its route. `*` stands for many.',
      ),
    parameters: z
      .record(z.string(), z.string())
      .describe(
        'Of what was done, what is fit to be shown. Of what was refused nothing: it may be anything.',
      ),
    status: z.int().describe('HTTP status of the answer.'),
    outcome: z
      .enum(auditOutcomes)
      .describe(
        '`refused`: a status from 400 on; `failed`: one from 500 on, and it may have been done in part.',
      ),
    count: z
      .int()
      .describe('Requests that it tells of: those of a minute that were refused alike are told together.'),
  })
  .meta({ id: 'AuditEntry' })

export const auditOrders = { at: 'value', who: 'text', action: 'text', status: 'value' } as const

export const listAudit = defineRoute({
  operationId: 'listAudit',
  method: 'get',
  path: '/api/v1/audit',
  role: 'admin',
  tag: 'Administration',
  summary: 'Who changed what, and who was refused',
  description:
    'Each request that changes something, by the API, a browser or a model, and each that was refused for who asked (401, 403). The newest first, or in the order that `sort` names; one is here once the archive has it, within a second or so.',
  pathParameters: noParameters,
  query: z.object({
    who: texts('Names of keys or subjects of tokens, without case.'),
    action: texts('Methods and routes: `POST /api/v1/keys`, without case.'),
    outcome: words(auditOutcomes, 'What became of it.'),
    since,
    until,
    ...sortedBy(auditOrders, 'at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(auditEntry),
  problems: [],
})
