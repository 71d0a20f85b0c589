import { z } from 'zod'
import { freshness } from './answers.ts'
import { repositoryName, time } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const TAG = 'Hooks'
/** What asking GitHub may answer. */
const atGitHub = [403, 404, 409, 410, 413, 415, 422, 451, 502]

const kind = z.enum(['repository', 'organization'])
const mode = z
  .enum(['push', 'pull'])
  .describe('pull: it points to nowhere, and what GitHub would deliver is read from its log every minute.')

const hook = z
  .object({
    hook: z.string().describe('`hook:<id>`, or `app:<id>` for a GitHub App, as in the intake.'),
    hook_id: z.string().nullable().describe('GitHub’s number; null for an App.'),
    owner_kind: kind.nullable(),
    owner: z.string().nullable().describe('`owner/name`, or an organisation’s login.'),
    mode: mode.nullable(),
    condition: z
      .enum(['ok', 'missing', 'disabled', 'misaimed', 'wrong_secret', 'failing'])
      .describe('The first thing that is wrong with it; `ok` where nothing is known to be.'),
    detail: z.string().nullable().describe('What is so, and what to do.'),
    state: z.enum(['present', 'missing']).nullable().describe('Null: only its log is known.'),
    active: z.boolean().nullable(),
    is_aimed_here: z.boolean().nullable().describe('Whether its address is the one that it was given.'),
    url_host: z.string().nullable(),
    events: z.array(z.string()),
    content_type: z.string().nullable(),
    verifies_tls: z.boolean().nullable(),
    last_response: z
      .object({
        code: z.int().nullable(),
        status: z.string().nullable(),
        message: z.string().nullable(),
      })
      .nullable()
      .describe('In GitHub’s words; organisations’ hooks and Apps do not tell it.'),
    seen_at: time.nullable().describe('When GitHub showed a change of it last.'),
    last_attempt_at: time.nullable().describe('The newest attempt of the last 24 hours that its log lists.'),
    last_codes: z.array(z.int()).describe('Answers to the newest ten of them, the newest first; 0 is none.'),
    last_delivery_at: time.nullable().describe('The newest delivery of the last 7 days that we hold.'),
    expected: z.int().nullable().describe('Deliveries of the last 24 hours that its log lists.'),
    held: z.int().nullable(),
    completeness: z
      .number()
      .nullable()
      .describe('held ÷ expected; null where no log was read, or it lists nothing.'),
  })
  .meta({ id: 'Hook' })

export const listHooks = defineRoute({
  operationId: 'listHooks',
  method: 'get',
  path: '/api/v1/hooks',
  role: 'viewer',
  tag: TAG,
  summary: 'Hooks of ours, and how it stands with each',
  description: 'As GitHub showed them last, with what their delivery logs list of the last 24 hours.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z.object({ data: z.array(hook), freshness }).meta({ id: 'Hooks' }),
  problems: [403],
})

const setUp = {
  owner: z.object({ kind, name: z.string() }),
  hook_id: z.string(),
  mode,
  outcome: z.enum(['created', 'updated', 'unchanged']),
}

const named = {
  repository: repositoryName.optional().describe('`owner/name`.'),
  organization: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be a login')
    .optional()
    .describe('Its login.'),
}

const oneAtMost = 'repository and organization are not given together'

export const setUpHooks = defineRoute({
  operationId: 'setUpHooks',
  method: 'post',
  path: '/api/v1/hooks/set-up',
  role: 'admin',
  tag: TAG,
  summary: 'Create or correct hooks',
  description:
    'Of one repository or organisation, or without either of all that github-agent looks after. A hook is told apart by its URL; what is right already is not touched. Writes take a second each and 20 seconds in all: asked again, it goes on.',
  pathParameters: noParameters,
  query: noParameters,
  body: z
    .strictObject(named)
    .refine(({ repository, organization }) => repository === undefined || organization === undefined, {
      path: ['organization'],
      error: oneAtMost,
    }),
  status: 200,
  answer: z
    .object({
      hooks: z.array(z.object(setUp)),
      refused: z
        .array(z.object({ owner: z.string(), status: z.int().nullable(), message: z.string() }))
        .describe('What GitHub refused, with its status.'),
      freshness,
    })
    .meta({ id: 'HooksSetUp' }),
  problems: atGitHub,
})

export const verifyHooks = defineRoute({
  operationId: 'verifyHooks',
  method: 'post',
  path: '/api/v1/hooks/verify',
  role: 'operator',
  tag: TAG,
  summary: 'Look at hooks now',
  description:
    'GitHub is asked for every hook of ours; what has changed is in `GET /api/v1/hooks` a moment later.',
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({}),
  status: 200,
  answer: z.object({ hooks: z.int(), changed: z.int(), freshness }).meta({ id: 'HooksVerified' }),
  problems: atGitHub,
})

export const pingHook = defineRoute({
  operationId: 'pingHook',
  method: 'post',
  path: '/api/v1/hooks/{hook_id}/ping',
  role: 'operator',
  tag: TAG,
  summary: 'Let GitHub send a ping',
  description: 'From a hook of ours. It comes as a delivery.',
  pathParameters: z.object({ hook_id: z.string().regex(/^\d{1,20}$/, 'must be a number') }),
  query: noParameters,
  body: z.strictObject({}),
  status: 202,
  answer: z.object({ hook_id: z.string(), freshness }).meta({ id: 'HookPinged' }),
  problems: atGitHub,
})

export const connectHook = defineRoute({
  operationId: 'connectHook',
  method: 'post',
  path: '/api/v1/hooks/connect',
  role: 'admin',
  tag: TAG,
  summary: 'Connect a repository',
  description:
    'Sets up its hook and answers with the first delivery, a ping. Without OCTO_WEBHOOK_URL that is read from GitHub’s log, as all that follow are, every minute.',
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({ repository: repositoryName }),
  status: 200,
  answer: z
    .object({
      ...setUp,
      first_delivery: z
        .object({
          delivery_id: z.string().describe('Its GUID.'),
          event: z.string(),
          delivered_at: time,
          status_code: z
            .int()
            .describe('What ingress answered; 0 when GitHub did not reach it, as in pull mode.'),
          pulled: z.boolean().describe('It was read from GitHub’s log.'),
        })
        .nullable()
        .describe('Null: GitHub’s log does not list one yet.'),
      freshness,
    })
    .meta({ id: 'HookConnected' }),
  problems: atGitHub,
})

const configId = z
  .string()
  .regex(/^(repository|organization)-\d{1,15}$/, 'must be like repository-7')
  .describe('`repository-<id>` or `organization-<id>`, with GitHub’s number.')

const config = {
  id: configId,
  owner: z.object({ kind, id: z.int(), name: z.string() }),
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
  problems: atGitHub,
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
      ...named,
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
  problems: atGitHub,
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
  problems: atGitHub,
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
  problems: atGitHub,
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
  problems: atGitHub,
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
  problems: atGitHub,
})
