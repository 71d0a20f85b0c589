import { RequestError } from '@octokit/request-error'
import { type HookSetUp, hookConfigId, type OpenedHookConfig } from '@octometer/event-contracts'
import { NowhereToDeliverError } from '../errors.ts'
import type { Clients } from '../github/clients.ts'
import { findHomes } from './find-homes.ts'
import { type HookBook, isSameName, recordOf } from './hook-book.ts'
import type { HookHome, ShownHook } from './hook-home.ts'
import { differs, fingerprintOf, type HookConfiguration, isPullMode, wantedHook } from './wanted-hook.ts'

export interface HookSetter {
  readonly clients: Clients
  readonly book: HookBook
  readonly config: HookConfiguration
}

export interface Refused {
  readonly owner: string
  /** Null: GitHub did not answer. */
  readonly status: number | null
  readonly message: string
}

/**
 * Makes a home's hook what it is to be. It is told apart by its URL; one that we made and somebody aimed elsewhere is aimed here
 * again. What is right already is not touched. Throws NowhereToDeliverError, RequestError or LogUnavailableError.
 */
export async function setUpHook(
  { book, config }: Pick<HookSetter, 'book' | 'config'>,
  home: HookHome,
  signal: AbortSignal,
): Promise<HookSetUp> {
  const own = await configOf(book, home)
  const wanted = wantedHook(config, own)
  if (wanted.mode === 'pull' && !isPullMode(config)) throw new NowhereToDeliverError()
  const fingerprint = fingerprintOf(config.server.encryptionKey, wanted.secret)
  const record = recordOf(await book.records(), home)
  const shown = findOurs(await home.list(signal), wanted.url, [own?.config.hook_id, record?.hook_id])
  const isRight = shown !== null && differs(shown, wanted, record, fingerprint) === false
  const hook =
    shown === null
      ? await home.create(wanted, signal)
      : isRight
        ? shown
        : await home.update(shown.id, wanted, signal)
  const hook_id = String(hook.id)
  const { kind, name } = home
  const { mode, url } = wanted
  const kept = {
    hook_id,
    kind,
    name,
    mode,
    url,
    is_meant_active: wanted.active,
    fingerprint,
    is_missing: false,
  }
  await book.keep({ ...kept, seen: null }, kept)
  if (own !== null && own.config.hook_id !== hook_id)
    await book.changeConfig(hookConfigId(own.config.owner), (before) => ({ ...before, hook_id }))
  const outcome = shown === null ? 'created' : isRight ? 'unchanged' : 'updated'
  return { owner: { kind, name }, hook_id, mode, outcome }
}

/**
 * Sets up all hooks: one for each organisation that takes one, else one for each of its repositories, and one for each repository
 * beside. Throws RequestError when they cannot be listed; what refuses one hook is given back.
 */
export async function setUpHooks(
  setter: HookSetter,
  signal: AbortSignal,
): Promise<{ readonly hooks: HookSetUp[]; readonly refused: Refused[] }> {
  const { organizations, repositories } = await findHomes(setter.clients, setter.config, signal)
  const hooks: HookSetUp[] = []
  const refused: Refused[] = []
  const attempt = async (home: HookHome) => {
    try {
      hooks.push(await setUpHook(setter, home, signal))
      return true
    } catch (error) {
      if (signal.aborted || !(error instanceof RequestError)) throw error
      const status = error.response === undefined ? null : error.status
      refused.push({ owner: home.name, status, message: error.message })
      return false
    }
  }
  const covered: string[] = []
  for (const home of organizations) if (await attempt(home)) covered.push(home.name)
  for (const home of repositories) {
    const [owner = ''] = home.name.split('/')
    if (!covered.some((login) => isSameName(login, owner))) await attempt(home)
  }
  return { hooks, refused }
}

/** The configuration of a home, by its name as it was called last. */
export async function configOf(
  book: HookBook,
  { kind, name }: Pick<HookHome, 'kind' | 'name'>,
): Promise<OpenedHookConfig | null> {
  const configs = await book.configs()
  return (
    configs.find(({ config }) => config.owner.kind === kind && isSameName(config.owner.name, name)) ?? null
  )
}

function findOurs(
  hooks: readonly ShownHook[],
  url: string,
  known: readonly (string | null | undefined)[],
): ShownHook | null {
  const byUrl = hooks.find(({ config }) => config.url === url)
  return byUrl ?? hooks.find(({ id }) => known.includes(String(id))) ?? null
}
