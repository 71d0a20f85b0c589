import { z } from 'zod'
import { freshness } from './answers.ts'
import { repositoryName, timeParameter } from './parameters.ts'
import { apiRoles, defineRoute, noParameters } from './route.ts'

const TAG = 'Administration'

/** One bucket holds them all, and a page shows them all. */
export const MAX_KEYS = 1000

const SHOWN =
  '`owner/name`: a repository that it shows, whatever it is called later. `owner/*`: those that are this owner’s, also the ones to come; one that goes to another owner is shown no more. Null is every repository.'

const visibleName = repositoryName.refine((name) => !/[*]/.test(name.replace(/\/\*$/, '')), {
  error: 'must be like owner/name or owner/*',
})

const keyName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must have 1 to 64 letters, digits, - and _' })
  .describe('What who asks with it is called, in the log of commands too.')

const apiKey = z
  .object({
    name: z.string(),
    role: z.enum(apiRoles),
    repositories: z.array(z.string()).nullable().describe(SHOWN),
    source: z
      .enum(['environment', 'issued'])
      .describe('environment: named by OCTO_API_KEYS, and changed there. issued: made here.'),
    created_at: z.string().nullable().describe('Null where the environment names it.'),
    created_by: z.string().nullable(),
    expires_at: z.string().nullable().describe('From then on nobody is let in by it; null: never.'),
  })
  .meta({ id: 'ApiKey' })

export const listKeys = defineRoute({
  operationId: 'listKeys',
  method: 'get',
  path: '/api/v1/keys',
  role: 'admin',
  tag: TAG,
  summary: 'API keys',
  description: 'Every key by its name. The keys themselves are not kept, and are shown nowhere.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ keys: z.array(apiKey), freshness }).meta({ id: 'ApiKeys' }),
  entries: 'keys',
  problems: [],
})

export const createKey = defineRoute({
  operationId: 'createKey',
  method: 'post',
  path: '/api/v1/keys',
  role: 'admin',
  tag: TAG,
  summary: 'Make an API key',
  description:
    'Answers the key once: only its hash is kept. A name that is taken is a 409; other gateways know the key within a second.',
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({
    name: keyName,
    role: z.enum(apiRoles, { error: `must be one of ${apiRoles.join(', ')}` }).default('viewer'),
    repositories: z.array(visibleName).min(1).max(200).nullable().default(null).describe(SHOWN),
    expires_at: timeParameter.nullable().default(null).describe('A time to come; null: never.'),
  }),
  status: 201,
  answer: z
    .object({ ...apiKey.shape, key: z.string().describe('Shown now and never again.'), freshness })
    .meta({ id: 'CreatedApiKey' }),
  problems: [409, 413, 415],
})

export const deleteKey = defineRoute({
  operationId: 'deleteKey',
  method: 'delete',
  path: '/api/v1/keys/{name}',
  role: 'admin',
  tag: TAG,
  summary: 'Take an API key back',
  description:
    'This gateway refuses the key from then on, others within a second. One that the environment names is a 409.',
  pathParameters: z.object({ name: keyName }),
  query: noParameters,
  status: 200,
  answer: z.object({ ...apiKey.shape, freshness }).meta({ id: 'DeletedApiKey' }),
  problems: [404, 409],
})
