import { z } from 'zod'
import { freshness } from './answers.ts'
import { hookOwnerKind, hookOwnerNamed, hookProblems } from './hooks.ts'
import { time } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const TAG = 'Hooks'

const configId = z
  .string()
  .regex(/^(repository|organization)-\d{1,15}$/, 'must be like repository-7')
  .describe('`repository-<id>` or `organization-<id>`, with GitHub’s number.')

const config = {
  id: configId,
  owner: z.object({ kind: hookOwnerKind, id: z.int(), name: z.string() }),
  url: z.string().nullable().describe('Null: OCTO_WEBHOOK_URL, or pull mode without it.'),
  events: z.array(z.string()).describe('None: those of OCTO_HOOK_EVENTS.'),
  active: z.boolean(),
  secrets: z
    .array(z.object({ since: time }))
    .describe('When each began that verifies now, the newest first. Secrets themselves are shown nowhere.'),
  hook_id: z.string().nullable().describe('GitHub’s number of its hook; null: none was set up.'),
  created_at: time,
  updated_at: time,
}

const settings = {
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(1000)
    .nullable()
    .describe('Null: OCTO_WEBHOOK_URL, or pull mode without it.'),
  events: z
    .array(z.string().regex(/^(\*|[a-z_]{1,64})$/, 'must be the name of an event, or *'))
    .max(100)
    .describe('None: those of OCTO_HOOK_EVENTS.'),
  active: z.boolean(),
}

const secret = z.string().min(8, 'must have 8 characters or more').max(255)
const atOnce = z.boolean().default(true).describe('Set up at GitHub at once; unless given it is.')

export const listHookConfigs = defineRoute({
  operationId: 'listHookConfigs',
  method: 'get',
  path: '/api/v1/hook-configs',
  role: 'admin',
  tag: TAG,
  summary: 'Hook configurations',
  description: 'The newest first.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(z.object(config)), freshness }).meta({ id: 'HookConfigs' }),
  problems: hookProblems,
})

export const createHookConfig = defineRoute({
  operationId: 'createHookConfig',
  method: 'post',
  path: '/api/v1/hook-configs',
  role: 'admin',
  tag: TAG,
  summary: 'Configure the hook of a repository or an organisation',
  description:
    'With a secret of its own, which ingress knows within a second and which signs for no other repository. There is one for each: a second is a 409.',
  pathParameters: noParameters,
  query: noParameters,
  body: z
    .strictObject({
      ...hookOwnerNamed,
      url: settings.url.default(null),
      events: settings.events.default([]),
      active: settings.active.default(true),
      secret: secret.nullable().default(null).describe('Null: one is made, and GitHub alone is told.'),
      set_up: atOnce,
    })
    .refine(({ repository, organization }) => (repository === undefined) !== (organization === undefined), {
      path: ['repository'],
      error: 'or organization must be given, and not both',
    })
    .refine(({ secret: given, set_up }) => given !== null || set_up, {
      path: ['secret'],
      error: 'must be given when set_up is false: nobody would know it',
    }),
  status: 201,
  answer: z.object({ ...config, freshness }).meta({ id: 'HookConfigCreated' }),
  problems: hookProblems,
})

const one = z.object({ id: configId })

export const getHookConfig = defineRoute({
  operationId: 'getHookConfig',
  method: 'get',
  path: '/api/v1/hook-configs/{id}',
  role: 'admin',
  tag: TAG,
  summary: 'A hook configuration',
  description: 'With the newest delivery that came since it was made.',
  pathParameters: one,
  query: noParameters,
  status: 200,
  answer: z
    .object({ ...config, last_delivery_at: time.nullable(), freshness })
    .meta({ id: 'HookConfigDetail' }),
  problems: hookProblems,
})

export const changeHookConfig = defineRoute({
  operationId: 'changeHookConfig',
  method: 'patch',
  path: '/api/v1/hook-configs/{id}',
  role: 'admin',
  tag: TAG,
  summary: 'Change a hook configuration',
  description:
    'What is not given stays. A new secret becomes the newest; the one before still verifies. An inactive one verifies nothing, and its hook is switched off.',
  pathParameters: one,
  query: noParameters,
  body: z.strictObject({ ...z.object(settings).partial().shape, secret: secret.optional(), set_up: atOnce }),
  status: 200,
  answer: z.object({ ...config, freshness }).meta({ id: 'HookConfigChanged' }),
  problems: hookProblems,
})

export const rotateHookConfig = defineRoute({
  operationId: 'rotateHookConfig',
  method: 'post',
  path: '/api/v1/hook-configs/{id}/rotate',
  role: 'admin',
  tag: TAG,
  summary: 'Give a hook a new secret',
  description:
    'One is made, ingress learns it, then GitHub is told. The one before still verifies until the next rotation.',
  pathParameters: one,
  query: noParameters,
  body: z.strictObject({}),
  status: 200,
  answer: z.object({ ...config, freshness }).meta({ id: 'HookConfigRotated' }),
  problems: hookProblems,
})

export const deleteHookConfig = defineRoute({
  operationId: 'deleteHookConfig',
  method: 'delete',
  path: '/api/v1/hook-configs/{id}',
  role: 'admin',
  tag: TAG,
  summary: 'Delete a hook configuration',
  description: 'Its secrets verify nothing any more, within a second.',
  pathParameters: one,
  query: z.object({
    delete_hook: z
      .stringbool({ error: 'must be true or false' })
      .default(false)
      .describe('The hook at GitHub too; false unless given.'),
  }),
  status: 200,
  answer: z.object({ ...config, freshness }).meta({ id: 'HookConfigDeleted' }),
  problems: hookProblems,
})
