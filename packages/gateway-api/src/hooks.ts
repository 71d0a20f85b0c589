import { z } from 'zod'
import { freshness } from './answers.ts'
import { repositoryName, time } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const TAG = 'Hooks'
/** What asking GitHub may answer. */
export const hookProblems = [403, 404, 409, 410, 413, 415, 422, 451, 502]

export const hookOwnerKind = z.enum(['repository', 'organization'])
const mode = z
  .enum(['push', 'pull'])
  .describe('pull: it points to nowhere, and what GitHub would deliver is read from its log every minute.')

const hook = z
  .object({
    hook: z.string().describe('`hook:<id>`, or `app:<id>` for a GitHub App, as in the intake.'),
    hook_id: z.string().nullable().describe('GitHub’s number; null for an App.'),
    owner_kind: hookOwnerKind.nullable(),
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
  entries: 'data',
  problems: [403],
})

const setUp = {
  owner: z.object({ kind: hookOwnerKind, name: z.string() }),
  hook_id: z.string(),
  mode,
  outcome: z.enum(['created', 'updated', 'unchanged']),
}

/** Whose hook it is. */
export const hookOwnerNamed = {
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
    .strictObject(hookOwnerNamed)
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
  problems: hookProblems,
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
  problems: hookProblems,
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
  problems: hookProblems,
})

const identity = z
  .object({
    credential: z.enum(['token', 'app', 'installation']).describe('As what it is configured.'),
    name: z.string().nullable().describe('Who it is at GitHub; null: GitHub does not tell.'),
    suspended: z.boolean(),
    expires_at: time.nullable(),
    features: z
      .array(
        z.object({
          feature: z.string().describe('Such as `hooks`.'),
          allowed: z.boolean().nullable().describe('Null: GitHub does not tell it of such a credential.'),
          missing: z.array(z.string()).describe('Scopes or permissions.'),
        }),
      )
      .describe('What it may do.'),
    problem: z.string().nullable().describe('Why GitHub does not tell who it is; null: it does.'),
  })
  .meta({ id: 'GitHubIdentity' })

export const getConnection = defineRoute({
  operationId: 'getConnection',
  method: 'get',
  path: '/api/v1/hooks/connection',
  role: 'viewer',
  tag: TAG,
  summary: 'Who asks GitHub, and how deliveries come',
  description: 'As github-agent is configured. 503 when none runs.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: z
    .object({
      mode: mode
        .nullable()
        .describe(
          '`push`: GitHub delivers to `webhook_url`. `pull`: what GitHub would deliver is read from its logs. Null: neither, as long as OCTO_WEBHOOK_URL is not set and OCTO_POLL_SECONDS is off.',
        ),
      webhook_url: z.string().nullable().describe('OCTO_WEBHOOK_URL, without user and password.'),
      poll_seconds: z.int().nullable().describe('OCTO_POLL_SECONDS; null: off.'),
      repositories: z
        .array(z.string())
        .describe('OCTO_GITHUB_OWNER and OCTO_REPOSITORIES: what is looked after beside what was connected.'),
      identities: z.array(identity).describe('None: there is neither a token nor an App.'),
      freshness,
    })
    .meta({ id: 'Connection' }),
  problems: [403],
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
  problems: hookProblems,
})
