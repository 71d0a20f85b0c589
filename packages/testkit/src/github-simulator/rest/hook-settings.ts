import { type GitHubObject, objectAt, textAt } from '../fields.ts'
import type { HookState } from '../hooks/hook-state.ts'

const mostOfOneEvent = 20

/** What GitHub says against a new hook; null when there is nothing. */
export function findFault(body: GitHubObject, others: readonly HookState[]): GitHubObject | null {
  const config = objectAt(body, 'config') ?? {}
  const url = textAt(config, 'url')
  if (!/^https?:\/\//.test(url))
    return { resource: 'Hook', code: 'custom', message: 'url is missing a scheme' }
  const events = eventsOf(body) ?? ['push']
  const isTwin = others.some((other) => other.url === url && other.events.join() === events.join())
  if (isTwin) return { resource: 'Hook', code: 'custom', message: 'Hook already exists on this repository' }
  const isFull = events.some(
    (event) => others.filter((other) => other.events.includes(event)).length >= mostOfOneEvent,
  )
  if (!isFull) return null
  return {
    resource: 'Hook',
    code: 'custom',
    message: `The "${events[0]}" event cannot have more than 20 hooks`,
  }
}

/** Changes a hook as far as the request says; the config is given whole: a secret that is not sent with it is taken away. */
export function applySettings(hook: HookState, body: GitHubObject, now: number): void {
  if (objectAt(body, 'config') !== null) hook.secret = null
  mergeSettings(hook, body, now)
}

/** Changes a hook as far as the request says, and nothing of the config that it does not name. */
export function mergeSettings(hook: HookState, body: GitHubObject, now: number): void {
  const config = objectAt(body, 'config')
  hook.updatedAt = now
  hook.events = changedEvents(hook, body)
  if (typeof body.active === 'boolean') hook.active = body.active
  if (config === null) return
  hook.url = textAt(config, 'url') || hook.url
  if (typeof config.secret === 'string') hook.secret = config.secret === '' ? null : config.secret
  if (config.content_type === 'json' || config.content_type === 'form') hook.contentType = config.content_type
  const insecure = String(config.insecure_ssl)
  if (insecure === '0' || insecure === '1') hook.insecureSsl = insecure
}

function changedEvents(hook: HookState, body: GitHubObject): readonly string[] {
  const events = new Set(eventsOf(body) ?? hook.events)
  for (const event of textsAt(body, 'add_events') ?? []) events.add(event)
  for (const event of textsAt(body, 'remove_events') ?? []) events.delete(event)
  return [...events]
}

function eventsOf(body: GitHubObject): readonly string[] | null {
  return textsAt(body, 'events')
}

function textsAt(body: GitHubObject, key: string): readonly string[] | null {
  const value = body[key]
  return Array.isArray(value) ? value.map(String) : null
}
