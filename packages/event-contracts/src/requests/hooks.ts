import { z } from 'zod'
import { hookConfigSchema, hookOwnerKinds, hookOwnerSchema } from '../hook-records.ts'
import { githubRequest } from './github-request.ts'

const time = z.iso.datetime()
const kind = z.enum(hookOwnerKinds)

/** A hook of ours after it was set up. */
const hookSetUpSchema = z.object({
  owner: z.object({ kind, name: z.string() }),
  hook_id: z.string(),
  /** `pull`: it delivers nowhere, GitHub's log is read. */
  mode: z.enum(['push', 'pull']),
  outcome: z.enum(['created', 'updated', 'unchanged']),
})
export type HookSetUp = z.output<typeof hookSetUpSchema>

/** How deliveries come that hooks of ours send: `pull` reads GitHub's logs; null: neither an address nor a look at logs is configured. */
export const hookConnectionRequest = githubRequest(
  'hook-connection',
  z.object({}),
  z.object({
    mode: z.enum(['push', 'pull']).nullable(),
    /** Where hooks deliver to, without user and password. */
    webhook_url: z.string().nullable(),
    poll_seconds: z.int().nullable(),
    /** What is looked after: a login, `owner/name` or `owner/*`. */
    repositories: z.array(z.string()),
  }),
)

/** Sets up a hook on one repository or organisation, or without one on all that are looked after. */
export const hooksSetUpRequest = githubRequest(
  'hooks-set-up',
  z.object({ kind, name: z.string().nullable() }),
  z.object({
    hooks: z.array(hookSetUpSchema),
    /** What GitHub refused, by whose it is. */
    refused: z.array(z.object({ owner: z.string(), status: z.int().nullable(), message: z.string() })),
  }),
)

/** Looks at every hook of ours at GitHub now. How many there are, and of how many something was new. */
export const hooksVerifyRequest = githubRequest(
  'hooks-verify',
  z.object({}),
  z.object({ hooks: z.int(), changed: z.int() }),
)

/** Lets GitHub send a ping from a hook of ours. `known` is false when it is none. */
export const hookPingRequest = githubRequest(
  'hook-ping',
  z.object({ hook_id: z.string() }),
  z.object({ known: z.boolean() }),
)

const firstDeliverySchema = z.object({
  delivery_id: z.string(),
  event: z.string(),
  delivered_at: time,
  /** What ingress answered; 0 when GitHub could not reach it, as in pull mode. */
  status_code: z.int(),
  /** It was read from GitHub's log and appended. */
  pulled: z.boolean(),
})

/** Sets up a repository's hook and waits for the first delivery. Null: GitHub's log lists none yet. */
export const hookConnectRequest = githubRequest(
  'hook-connect',
  z.object({ repository: z.string() }),
  z.object({ ...hookSetUpSchema.shape, first_delivery: firstDeliverySchema.nullable() }),
)
export type FirstDelivery = z.output<typeof firstDeliverySchema>

/** A configuration as it is told: no secret, only when each began. */
const toldHookConfigSchema = z.object({
  ...hookConfigSchema.omit({ secrets: true }).shape,
  id: z.string(),
  secrets: z.array(z.object({ since: time })),
})
export type ToldHookConfig = z.output<typeof toldHookConfigSchema>

export const hookConfigsRequest = githubRequest(
  'hook-configs',
  z.object({}),
  z.object({ configs: z.array(toldHookConfigSchema) }),
)

const settings = {
  url: z.string().nullable(),
  events: z.array(z.string()),
  active: z.boolean(),
}

export const hookConfigCreateRequest = githubRequest(
  'hook-config-create',
  z.object({
    owner: z.object({ ...hookOwnerSchema.shape, id: z.int().nullable() }),
    ...settings,
    /** Null: one is made. */
    secret: z.string().nullable(),
    /** At GitHub too, at once. */
    set_up: z.boolean(),
  }),
  toldHookConfigSchema,
)

/** What is absent stays; a secret becomes the newest, and the one before still verifies. */
export const hookConfigChangeRequest = githubRequest(
  'hook-config-change',
  z.object({
    id: z.string(),
    ...z.object(settings).partial().shape,
    secret: z.string().optional(),
    /** Make a secret. */
    rotate: z.boolean(),
    set_up: z.boolean(),
  }),
  z.object({ config: toldHookConfigSchema.nullable() }),
)

export const hookConfigDeleteRequest = githubRequest(
  'hook-config-delete',
  z.object({ id: z.string(), delete_hook: z.boolean() }),
  z.object({ config: toldHookConfigSchema.nullable() }),
)
