import {
  APP_KEY,
  type HookOwner,
  type JsonObject,
  objectAt,
  openApp,
  openHookConfigs,
} from '@octometer/event-contracts'
import { bucketNames, type EventLog, watchBucket } from '@octometer/event-log'
import type { Logger } from '@octometer/telemetry'
import type { DeliveryHeaders } from './delivery-headers.ts'
import { hookSecretsKept, hookSecretsRead } from './events.ts'

/** A secret, and whose deliveries it may sign: null is everybody's. */
export interface HookSecret {
  readonly secret: string
  readonly owner: Pick<HookOwner, 'kind' | 'id'> | null
}

/** What a delivery's headers say of its hook; nobody has vouched for them yet. */
export type HookHeaders = Pick<DeliveryHeaders, 'hookId' | 'targetType' | 'targetId'>

/** The secrets that a hook may sign with, the likeliest first. */
export type SecretsFor = (headers: HookHeaders) => readonly HookSecret[]

export interface WatchedSecrets extends AsyncDisposable {
  readonly secretsFor: SecretsFor
}

interface ConfiguredSecrets {
  readonly owner: Pick<HookOwner, 'kind' | 'id'>
  readonly hookId: string | null
  readonly secrets: readonly string[]
}

interface WatchedSecretsOptions {
  readonly log: EventLog
  readonly logger: Logger
  readonly encryptionKey: Uint8Array | null
  /** They sign for every hook. */
  readonly webhookSecrets: readonly string[]
}

/**
 * The secrets of active hook configurations and of the App that was made here, beside those of the environment, as the bucket has them within a second. While NATS is
 * away the last ones hold. Throws LogUnavailableError or StreamConfigurationError.
 */
export async function watchHookSecrets(options: WatchedSecretsOptions): Promise<WatchedSecrets> {
  const { log, logger, encryptionKey, webhookSecrets } = options
  const general = webhookSecrets.map((secret): HookSecret => ({ secret, owner: null }))
  let ofApp: readonly HookSecret[] = []
  let configured: readonly ConfiguredSecrets[] = []
  await using stack = new AsyncDisposableStack()
  const onUnreadable = (error: unknown) => hookSecretsKept(logger, error)
  const app = await watchBucket(
    log,
    bucketNames.installations,
    (entries) => {
      const kept = entries.find(({ key }) => key === APP_KEY)
      const secret = kept === undefined ? null : (openApp(kept.value, encryptionKey)?.webhookSecret ?? null)
      ofApp = secret === null ? [] : [{ secret, owner: null }]
    },
    { onUnreadable },
  )
  stack.use(app)
  const watch = await watchBucket(
    log,
    bucketNames.hookConfigs,
    (entries) => {
      const opened = openHookConfigs(entries, encryptionKey)
      hookSecretsRead(logger, {
        configurations: opened.length,
        unreadable: opened.filter(({ secrets }) => secrets.length === 0).length,
      })
      configured = opened
        .filter(({ config }) => config.active)
        .map(({ config: { owner, hook_id }, secrets }) => ({ owner, hookId: hook_id, secrets }))
    },
    { onUnreadable },
  )
  stack.use(watch)
  const watches = stack.move()
  return {
    secretsFor(headers) {
      const own = configured.filter((each) => isMeant(each, headers))
      const secrets = own.flatMap(({ owner, secrets: its }) => its.map((secret) => ({ secret, owner })))
      return [...secrets, ...general, ...ofApp]
    },
    [Symbol.asyncDispose]: () => watches.disposeAsync(),
  }
}

function isMeant({ owner, hookId }: ConfiguredSecrets, headers: HookHeaders): boolean {
  if (hookId !== null && headers.hookId === hookId) return true
  return headers.targetType === owner.kind && headers.targetId === String(owner.id)
}

/** Whether a payload is of whom the secret is: who knows one repository's secret must not speak for another. */
export function isOfOwner(payload: JsonObject, owner: HookSecret['owner']): boolean {
  return owner === null || objectAt(payload, owner.kind)?.id === owner.id
}
