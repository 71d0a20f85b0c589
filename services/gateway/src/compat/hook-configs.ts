import {
  hookConfigChangeRequest,
  hookConfigCreateRequest,
  hookConfigDeleteRequest,
  hookConfigId,
  hookConfigsRequest,
  type ToldHookConfig,
} from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import { defineRoute, noParameters } from '@octometer/gateway-api'
import { problem } from '@octometer/service-kit'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { askGitHub, githubProblems } from '../github/ask-github.ts'
import { existing, hookConfigsOf, lastDeliveryAt, requireConfigurer } from '../hooks/hook-configs.ts'
import { compatEndpoint } from './compat-endpoint.ts'

const ROOT = '/api/v1/webhooks/configs'
const atGitHub = { role: 'admin', tag: 'Seed 001', problems: [...githubProblems, 403] } as const

const time = z.iso.datetime()
const repositoryId = z.int().min(1).max(Number.MAX_SAFE_INTEGER)
const event = z.string().regex(/^(\*|[a-z_]{1,64})$/, 'must be the name of an event, or *')
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(1000)
const secret = z.string().min(8, 'must have 8 characters or more').max(255)

const answered = z.strictObject({
  id: z.int().describe('That of its repository, which has one.'),
  repository_id: z.int(),
  webhook_url: z.string().nullable(),
  webhook_id: z.string().nullable().describe('GitHub’s number of its hook; null: none was set up.'),
  events: z.array(z.string()),
  active: z.boolean(),
  last_delivery_at: time.nullable().describe('Of what came since it was made.'),
  created_at: time,
  updated_at: time,
})

const one = z.object({ id: repositoryId })
const idOf = (id: number) => hookConfigId({ kind: 'repository', id })

async function asSeed(gateway: GatewayContext, config: ToldHookConfig): Promise<z.output<typeof answered>> {
  const { owner, url: webhook_url, hook_id: webhook_id, events, active, created_at, updated_at } = config
  const about = { id: owner.id, repository_id: owner.id, webhook_url, webhook_id, events, active }
  return { ...about, last_delivery_at: await lastDeliveryAt(gateway, config), created_at, updated_at }
}

const create = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001CreateWebhookConfig',
    method: 'post',
    path: ROOT,
    summary: 'Create a webhook configuration',
    description:
      'Of a repository that a delivery has told of. It is kept, its secret sealed; the hook itself is not made, as in the seed: `POST /api/v1/hooks/set-up` does that.',
    pathParameters: noParameters,
    query: noParameters,
    body: z.strictObject({
      repository_id: repositoryId,
      webhook_url: url,
      secret,
      events: z.array(event).max(100).default(['push', 'pull_request', 'issues']),
    }),
    status: 201,
    answer: answered,
  }),
  'deliveries',
  async (gateway, { body, principal }) => {
    requireConfigurer(principal)
    const { repository_id: id, webhook_url, secret: given, events } = body
    const name = (await gateway.repositories.namesById([id])).get(id)
    if (name === undefined)
      throw problem(404, 'repository_not_found', 'No delivery has told of a repository of this id.')
    const config = await askGitHub(gateway, hookConfigCreateRequest, {
      owner: { kind: 'repository', id, name },
      ...{ url: webhook_url, secret: given, events, active: true, set_up: false },
    })
    return asSeed(gateway, config)
  },
)

const list = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001ListWebhookConfigs',
    method: 'get',
    path: ROOT,
    summary: 'Webhook configurations',
    description: 'Of repositories, the newest first. Secrets are never answered.',
    pathParameters: noParameters,
    query: z.object({ repository_id: repositoryId.optional().describe('That of one repository.') }),
    status: 200,
    answer: z.array(answered),
  }),
  'deliveries',
  async (gateway, { query, principal }) => {
    requireConfigurer(principal)
    const { repository_id: id } = query
    const configs = (await hookConfigsOf(gateway)).filter(
      ({ owner }) => owner.kind === 'repository' && (id === undefined || owner.id === id),
    )
    return Promise.all(configs.map((config) => asSeed(gateway, config)))
  },
)

const get = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001GetWebhookConfig',
    method: 'get',
    path: `${ROOT}/{id}`,
    summary: 'A webhook configuration',
    description: 'Its secret is never answered.',
    pathParameters: one,
    query: noParameters,
    status: 200,
    answer: answered,
  }),
  'deliveries',
  async (gateway, { path, principal }) => {
    requireConfigurer(principal)
    const configs = await hookConfigsOf(gateway)
    return asSeed(gateway, existing(configs.find(({ id }) => id === idOf(path.id))))
  },
)

const change = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001ChangeWebhookConfig',
    method: 'patch',
    path: `${ROOT}/{id}`,
    summary: 'Change a webhook configuration',
    description: 'What is not given stays. After a new secret the one before still verifies.',
    pathParameters: one,
    query: noParameters,
    body: z.strictObject({
      webhook_url: url.optional(),
      secret: secret.optional(),
      events: z.array(event).max(100).optional(),
      active: z.boolean().optional(),
    }),
    status: 200,
    answer: answered,
  }),
  'deliveries',
  async (gateway, { path, body, principal }) => {
    requireConfigurer(principal)
    const { webhook_url, ...settings } = body
    const { config } = await askGitHub(gateway, hookConfigChangeRequest, {
      ...{ id: idOf(path.id), ...settings, rotate: false, set_up: false },
      ...(webhook_url !== undefined && { url: webhook_url }),
    })
    return asSeed(gateway, existing(config))
  },
)

const remove = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001DeleteWebhookConfig',
    method: 'delete',
    path: `${ROOT}/{id}`,
    summary: 'Delete a webhook configuration',
    description: 'The hook at GitHub stays.',
    pathParameters: one,
    query: noParameters,
    status: 204,
    answer: z.object({}),
  }),
  'deliveries',
  async (gateway, { path, principal }) => {
    requireConfigurer(principal)
    const asked = { id: idOf(path.id), delete_hook: false }
    existing((await askGitHub(gateway, hookConfigDeleteRequest, asked)).config)
    return {}
  },
)

/** The hook configurations of seed 001. */
export const hookConfigs = [create, list, get, change, remove]

const BRIEFLY_MS = 2_000

/** Ids of the repositories that have a configuration; none while github-agent does not answer. */
export async function configuredRepositories(gateway: GatewayContext): Promise<ReadonlySet<number | null>> {
  try {
    const { configs } = await askGitHub(gateway, hookConfigsRequest, {}, BRIEFLY_MS)
    return new Set(configs.flatMap(({ owner }) => (owner.kind === 'repository' ? [owner.id] : [])))
  } catch (error) {
    if (error instanceof ServiceUnavailableError) return new Set()
    throw error
  }
}
