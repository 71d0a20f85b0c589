import { createHash } from 'node:crypto'
import { RequestError } from '@octokit/request-error'
import type { HookRecord, HookSnapshot } from '@octometer/event-contracts'
import type { AgentAppender } from '../append.ts'
import type { Clients } from '../github/clients.ts'
import { findHomes, homeOf } from './find-homes.ts'
import { type HookBook, isSameName } from './hook-book.ts'
import type { HookHome, ShownHook } from './hook-home.ts'
import { configOf } from './set-up-hook.ts'
import { type HookConfiguration, verifiesTls, wantedHook } from './wanted-hook.ts'

export interface HookWatch {
  readonly clients: Clients
  readonly book: HookBook
  readonly config: HookConfiguration
  readonly appender: Pick<AgentAppender, 'snapshot'>
  readonly now: () => Date
}

type State = Omit<HookSnapshot, 'type' | 'snapshot_id' | 'taken_at'>

/**
 * Looks at every hook of ours, and appends what has changed of each. A hook that has our URL is ours, whoever made it. Of whoever
 * does not let us read hooks nothing is known. Throws RequestError or LogUnavailableError.
 */
export async function lookAtHooks(
  watch: HookWatch,
  signal: AbortSignal,
): Promise<{ readonly hooks: number; readonly changed: number }> {
  const records = await watch.book.records()
  const total = { hooks: 0, changed: 0 }
  for (const home of await homesWithHooks(watch, records, signal)) {
    const { hooks, changed } = await lookAtHome(watch, home, signal)
    total.hooks += hooks
    total.changed += changed
  }
  return total
}

/** The same at one home. */
export async function lookAtHome(
  watch: HookWatch,
  home: HookHome,
  signal: AbortSignal,
): Promise<{ readonly hooks: number; readonly changed: number }> {
  const listed = await readable(() => home.list(signal))
  if (listed === null) return { hooks: 0, changed: 0 }
  const records = await watch.book.records()
  const its = records.filter(({ kind, name }) => kind === home.kind && isSameName(name, home.name))
  const ours = await adopted(watch, home, listed, its)
  let changed = 0
  for (const record of ours) {
    const shown = listed.find(({ id }) => String(id) === record.hook_id) ?? null
    if (await tell(watch, record, stateOf(record, shown))) changed += 1
  }
  return { hooks: ours.length, changed }
}

/** Homes of what is looked after, and of hooks that were set up elsewhere. */
async function homesWithHooks(
  { clients, config }: HookWatch,
  records: readonly HookRecord[],
  signal: AbortSignal,
): Promise<readonly HookHome[]> {
  const { organizations, repositories } = await findHomes(clients, config, signal)
  const homes = [...organizations, ...repositories]
  for (const record of records) {
    const isThere = homes.some(({ kind, name }) => kind === record.kind && isSameName(name, record.name))
    if (!isThere) homes.push(await homeOf(clients, record, signal))
  }
  return homes
}

/** Null: the token may not read it, or there is no such thing any more. */
async function readable<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof RequestError && [403, 404].includes(error.status)) return null
    throw error
  }
}

/** The records of a home's hooks, with those that somebody else has aimed here. */
async function adopted(
  { book, config }: HookWatch,
  home: HookHome,
  listed: readonly ShownHook[],
  records: readonly HookRecord[],
): Promise<readonly HookRecord[]> {
  const wanted = wantedHook(config, await configOf(book, home))
  const known = new Set(records.map(({ hook_id }) => hook_id))
  const found = listed
    .filter((hook) => hook.config.url === wanted.url && !known.has(String(hook.id)))
    .map((hook): HookRecord => {
      const { kind, name } = home
      const about = { hook_id: String(hook.id), kind, name, mode: wanted.mode, url: wanted.url }
      const meant = { is_meant_active: wanted.active, is_missing: false }
      return { ...about, ...meant, fingerprint: null, seen: null }
    })
  for (const record of found) await book.keep(record)
  return [...records, ...found]
}

/** Appends what is new of a hook; false when nothing is. */
async function tell(
  { book, appender, now }: Pick<HookWatch, 'book' | 'appender' | 'now'>,
  record: HookRecord,
  state: State,
): Promise<boolean> {
  const seen = createHash('sha256').update(JSON.stringify(state)).digest('hex')
  if (record.seen === seen) return false
  const taken_at = now().toISOString()
  await appender.snapshot({
    type: 'hook',
    snapshot_id: `hook:${record.hook_id}:${taken_at}:${seen.slice(0, 16)}`,
    taken_at,
    ...state,
  })
  if (state.state === 'removed') await book.forget(record.hook_id)
  else await book.keep(record, { seen, is_missing: state.state === 'missing' })
  return true
}

/** That we took a hook away, so that nobody is told that it is missing. */
export async function tellRemoved(
  watch: Pick<HookWatch, 'book' | 'appender' | 'now'>,
  record: HookRecord,
): Promise<void> {
  await tell(watch, record, { ...stateOf(record, null), state: 'removed' })
}

function stateOf(
  { hook_id, kind, name, mode, url, is_meant_active }: HookRecord,
  shown: ShownHook | null,
): State {
  const about = { hook_id, owner_kind: kind, owner: name, mode, is_meant_active }
  if (shown === null) {
    const nothing = { active: null, is_aimed_here: null, url_host: null, events: null, content_type: null }
    return { ...about, state: 'missing', ...nothing, verifies_tls: null, last_response: null }
  }
  const { config, active, events, last_response } = shown
  return {
    ...about,
    state: 'present',
    active,
    is_aimed_here: config.url === url,
    url_host: hostOf(config.url),
    events: [...events].sort(),
    content_type: config.content_type ?? null,
    verifies_tls: verifiesTls(shown),
    last_response: last_response === undefined ? null : responseOf(last_response),
  }
}

function responseOf({ code, status, message }: NonNullable<ShownHook['last_response']>) {
  const told = code !== null && code >= 0 && code <= 999 ? code : null
  return { code: told, status: status?.slice(0, 100) ?? null, message: message?.slice(0, 300) ?? null }
}

function hostOf(url: string | undefined): string | null {
  return url === undefined || !URL.canParse(url) ? null : new URL(url).host
}
