import { randomBytes } from 'node:crypto'
import { RequestError } from '@octokit/request-error'
import {
  type HookConfig,
  type HookOwner,
  type hookConfigChangeRequest,
  type hookConfigCreateRequest,
  type hookConfigDeleteRequest,
  hookConfigId,
  hookConfigKey,
  sealText,
  type ToldHookConfig,
} from '@octometer/event-contracts'
import type { Sleep } from '@octometer/github-client'
import type { z } from 'zod'
import { ConfigExistsError, NoEncryptionKeyError } from '../errors.ts'
import { homeOf } from './find-homes.ts'
import { type HookWatch, tellRemoved } from './look-at-hooks.ts'
import { setUpHook } from './set-up-hook.ts'

export interface ConfigManager extends HookWatch {
  readonly sleep: Sleep
}

type Created = z.output<typeof hookConfigCreateRequest.request>
type Changed = z.output<typeof hookConfigChangeRequest.request>
type Deleted = z.output<typeof hookConfigDeleteRequest.request>
interface Told {
  readonly config: ToldHookConfig | null
}

/** Every ingress knows a new secret after so long; before that GitHub must not sign with it, for it sends nothing twice. */
const SECRETS_KNOWN_AFTER_MS = 2_500

/**
 * Throws ConfigExistsError, NoEncryptionKeyError, and with `set_up` what GitHub refuses: then there is no configuration either.
 */
export async function createConfig(
  manager: ConfigManager,
  { owner: asked, url, events, active, secret, set_up }: Created,
  signal: AbortSignal,
): Promise<ToldHookConfig> {
  const owner = asked.id === null ? await ownerAtGitHub(manager, asked, signal) : { ...asked, id: asked.id }
  const now = manager.now().toISOString()
  const config: HookConfig = {
    ...{ owner, url, events, active },
    secrets: [sealed(manager, owner, secret ?? madeSecret())],
    ...{ hook_id: null, created_at: now, updated_at: now },
  }
  if (!(await manager.book.addConfig(config))) throw new ConfigExistsError(owner.name)
  if (!set_up) return told(config)
  try {
    await applyAtGitHub(manager, owner, signal)
  } catch (error) {
    await manager.book.removeConfig(hookConfigId(owner))
    throw error
  }
  return toldNow(manager, config)
}

/** What GitHub refuses is thrown; what was changed here stays, and the secret before still verifies. */
export async function changeConfig(
  manager: ConfigManager,
  { id, secret, rotate, set_up, ...settings }: Changed,
  signal: AbortSignal,
): Promise<Told> {
  const next = secret ?? (rotate ? madeSecret() : null)
  const config = await manager.book.changeConfig(id, (before) => {
    const newest = next === null ? [] : [sealed(manager, before.owner, next)]
    const given = Object.entries(settings).filter(([, value]) => value !== undefined)
    return {
      ...before,
      ...Object.fromEntries(given),
      secrets: [...newest, ...before.secrets].slice(0, 2),
      updated_at: manager.now().toISOString(),
    }
  })
  if (config === null) return { config: null }
  if (set_up) await applyAtGitHub(manager, config.owner, signal)
  return { config: await toldNow(manager, config) }
}

/** The hook goes first: a secret that still signs must not be forgotten. Throws RequestError. */
export async function deleteConfig(
  manager: ConfigManager,
  { id, delete_hook }: Deleted,
  signal: AbortSignal,
): Promise<Told> {
  const { book, clients } = manager
  const opened = await book.config(id)
  if (opened === null) return { config: null }
  const { config } = opened
  if (delete_hook && config.hook_id !== null) {
    const home = await homeOf(clients, config.owner, signal)
    await home.remove(Number(config.hook_id), signal).catch(unlessGone)
    const record = await book.record(config.hook_id)
    if (record !== null) await tellRemoved(manager, record)
  }
  await book.removeConfig(id)
  return { config: told(config) }
}

export function told({ secrets, ...config }: HookConfig): ToldHookConfig {
  return { ...config, id: hookConfigId(config.owner), secrets: secrets.map(({ since }) => ({ since })) }
}

async function toldNow({ book }: ConfigManager, config: HookConfig): Promise<ToldHookConfig> {
  return told((await book.config(hookConfigId(config.owner)))?.config ?? config)
}

async function applyAtGitHub(manager: ConfigManager, owner: HookOwner, signal: AbortSignal): Promise<void> {
  const home = await homeOf(manager.clients, owner, signal)
  await manager.sleep(SECRETS_KNOWN_AFTER_MS, signal)
  await setUpHook(manager, home, signal)
}

async function ownerAtGitHub(
  { clients }: ConfigManager,
  { kind, name }: Pick<HookOwner, 'kind' | 'name'>,
  signal: AbortSignal,
): Promise<HookOwner> {
  const { client } = await homeOf(clients, { kind, name }, signal)
  if (kind === 'organization') {
    const { data } = await client.request('GET /orgs/{org}', { org: name }, { signal })
    return { kind, id: Number(data.id), name: data.login }
  }
  const [owner = '', repo = ''] = name.split('/')
  const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo }, { signal })
  return { kind, id: Number(data.id), name: data.full_name }
}

function sealed({ config, now }: ConfigManager, owner: HookOwner, secret: string) {
  const { encryptionKey } = config.server
  if (encryptionKey === null) throw new NoEncryptionKeyError()
  const key = hookConfigKey(hookConfigId(owner))
  return { sealed: sealText(encryptionKey, secret, key), since: now().toISOString() }
}

function madeSecret(): string {
  return randomBytes(32).toString('base64url')
}

function unlessGone(error: unknown): void {
  if (!(error instanceof RequestError) || error.status !== 404) throw error
}
