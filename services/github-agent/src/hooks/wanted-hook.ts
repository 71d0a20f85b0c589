import { createHmac } from 'node:crypto'
import type { Config } from '@octometer/config'
import { defaultHookEvents, type HookRecord, type OpenedHookConfig } from '@octometer/event-contracts'
import type { HookSettings, ShownHook } from './hook-home.ts'

/**
 * Where hooks point to that deliver nowhere: GitHub tries in vain, and its log, which we read, has what it tried. RFC 6761 keeps
 * `.invalid` from ever being anybody's, so that no payload reaches a stranger.
 */
export const PULL_URL = 'https://octometer.invalid/webhooks/github'

export type HookConfiguration = Pick<Config, 'server' | 'receiving' | 'github'>

/** Whether deliveries are read from GitHub's logs alone: there is no address that GitHub could send them to. */
export function isPullMode({ github }: Pick<HookConfiguration, 'github'>): boolean {
  return github.webhookUrl === null && github.pollMs !== null
}

export interface WantedHook extends HookSettings {
  readonly mode: 'push' | 'pull'
}

/** What a hook is to be: as its owner's configuration says, and where that says nothing, the environment. */
export function wantedHook(configuration: HookConfiguration, own: OpenedHookConfig | null): WantedHook {
  const { github, receiving } = configuration
  const url = own?.config.url ?? github.webhookUrl
  const named = own !== null && own.config.events.length > 0 ? own.config.events : github.hookEvents
  const events = named.length > 0 ? named : defaultHookEvents
  return {
    url: url ?? PULL_URL,
    mode: url === null ? 'pull' : 'push',
    events: events.includes('*') ? ['*'] : events,
    active: own?.config.active ?? true,
    secret: own?.secrets[0] ?? receiving.webhookSecrets[0] ?? null,
  }
}

/** What a secret is known by where it must not be kept. Null without a key to make it with. */
export function fingerprintOf(encryptionKey: Uint8Array | null, secret: string | null): string | null {
  if (encryptionKey === null || secret === null) return null
  return createHmac('sha256', encryptionKey).update(`hook secret ${secret}`).digest('hex')
}

/** Whether GitHub has to be told: of its secret only what we gave it last is known. */
export function differs(
  shown: ShownHook,
  wanted: WantedHook,
  record: HookRecord | null,
  fingerprint: string | null,
): boolean {
  const { config, active, events } = shown
  const isSame =
    config.url === wanted.url &&
    config.content_type === 'json' &&
    verifiesTls(shown) &&
    active === wanted.active &&
    [...events].sort().join() === [...wanted.events].sort().join() &&
    (config.secret !== undefined) === (wanted.secret !== null)
  return !isSame || (wanted.secret !== null && (fingerprint === null || record?.fingerprint !== fingerprint))
}

export function verifiesTls({ config }: ShownHook): boolean {
  return config.insecure_ssl === undefined || String(config.insecure_ssl) === '0'
}
