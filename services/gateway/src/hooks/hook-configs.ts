import {
  hookConfigChangeRequest,
  hookConfigCreateRequest,
  hookConfigDeleteRequest,
  hookConfigsRequest,
  type ToldHookConfig,
} from '@octometer/event-contracts'
import {
  changeHookConfig,
  createHookConfig,
  deleteHookConfig,
  getHookConfig,
  listHookConfigs,
  rotateHookConfig,
} from '@octometer/gateway-api'
import { lastDeliveryOf } from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub } from '../github/ask-github.ts'

export function requireConfigurer(principal: Principal): void {
  requireEveryRepository(principal, 'Hook configurations are kept for every repository')
}

/** The newest first. Throws what asking github-agent throws. */
export async function hookConfigsOf(gateway: GatewayContext): Promise<readonly ToldHookConfig[]> {
  const { configs } = await askGitHub(gateway, hookConfigsRequest, {})
  return configs.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
}

/** Throws a 404. */
export function existing(config: ToldHookConfig | null | undefined): ToldHookConfig {
  if (config == null) throw problem(404, 'hook_config_not_found', 'There is no such hook configuration.')
  return config
}

/** The newest delivery since it was made; null when none came. */
export async function lastDeliveryAt(
  { store }: GatewayContext,
  { owner, hook_id, created_at }: ToldHookConfig,
): Promise<string | null> {
  const [row] = await store.query(lastDeliveryOf, {
    hookId: hook_id,
    targetType: owner.kind,
    targetId: String(owner.id),
    since: new Date(created_at),
  })
  return row?.received_at ?? null
}

export const listHookConfigsEndpoint = endpoint(
  listHookConfigs,
  'deliveries',
  async (gateway, { principal }) => {
    requireConfigurer(principal)
    return { data: [...(await hookConfigsOf(gateway))] }
  },
)

export const createHookConfigEndpoint = endpoint(
  createHookConfig,
  'deliveries',
  async (gateway, { body, principal }) => {
    requireConfigurer(principal)
    const { repository, organization, ...settings } = body
    const kind = organization === undefined ? 'repository' : 'organization'
    const owner = { kind, id: null, name: organization ?? repository ?? '' } as const
    return askGitHub(gateway, hookConfigCreateRequest, { ...settings, owner })
  },
)

export const getHookConfigEndpoint = endpoint(
  getHookConfig,
  'deliveries',
  async (gateway, { path, principal }) => {
    requireConfigurer(principal)
    const config = existing((await hookConfigsOf(gateway)).find(({ id }) => id === path.id))
    return { ...config, last_delivery_at: await lastDeliveryAt(gateway, config) }
  },
)

export const changeHookConfigEndpoint = endpoint(
  changeHookConfig,
  'deliveries',
  async (gateway, { path, body, principal }) => {
    requireConfigurer(principal)
    const asked = { ...path, ...body, rotate: false }
    return existing((await askGitHub(gateway, hookConfigChangeRequest, asked)).config)
  },
)

export const rotateHookConfigEndpoint = endpoint(
  rotateHookConfig,
  'deliveries',
  async (gateway, { path, principal }) => {
    requireConfigurer(principal)
    const asked = { ...path, rotate: true, set_up: true }
    return existing((await askGitHub(gateway, hookConfigChangeRequest, asked)).config)
  },
)

export const deleteHookConfigEndpoint = endpoint(
  deleteHookConfig,
  'deliveries',
  async (gateway, { path, query, principal }) => {
    requireConfigurer(principal)
    return existing((await askGitHub(gateway, hookConfigDeleteRequest, { ...path, ...query })).config)
  },
)
