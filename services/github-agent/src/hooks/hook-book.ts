import {
  type HookConfig,
  type HookOwner,
  type HookOwnerKind,
  type HookRecord,
  hookConfigId,
  hookConfigKey,
  hookConfigSchema,
  hookRecordSchema,
  type OpenedHookConfig,
  openHookConfigs,
} from '@octometer/event-contracts'
import type { Bucket, BucketEntry } from '@octometer/event-log'

const RECORDS = 'hook.'

/** Hook configurations and the hooks of ours, in the bucket that this agent owns. All throw LogUnavailableError. */
export class HookBook {
  readonly #bucket: Bucket
  readonly #encryptionKey: Uint8Array | null

  constructor(bucket: Bucket, encryptionKey: Uint8Array | null) {
    this.#bucket = bucket
    this.#encryptionKey = encryptionKey
  }

  async configs(): Promise<readonly OpenedHookConfig[]> {
    return openHookConfigs(await this.#bucket.entries(), this.#encryptionKey)
  }

  async config(id: string): Promise<OpenedHookConfig | null> {
    return this.#opened(await this.#bucket.get(hookConfigKey(id)))
  }

  /** False: there is one already. */
  async addConfig(config: HookConfig): Promise<boolean> {
    return (await this.#bucket.put(keyOf(config.owner), JSON.stringify(config), 0)) !== null
  }

  /** Null: there is none. */
  async changeConfig(id: string, change: (config: HookConfig) => HookConfig): Promise<HookConfig | null> {
    for (;;) {
      const entry = await this.#bucket.get(hookConfigKey(id))
      const opened = this.#opened(entry)
      if (entry === null || opened === null) return null
      const changed = hookConfigSchema.parse(change(opened.config))
      if ((await this.#bucket.put(entry.key, JSON.stringify(changed), entry.revision)) !== null)
        return changed
    }
  }

  async removeConfig(id: string): Promise<void> {
    await this.#remove(hookConfigKey(id))
  }

  async records(): Promise<readonly HookRecord[]> {
    const entries = await this.#bucket.entries()
    return entries.filter(({ key }) => key.startsWith(RECORDS)).flatMap((entry) => recordIn(entry) ?? [])
  }

  async record(hookId: string): Promise<HookRecord | null> {
    return recordIn(await this.#bucket.get(`${RECORDS}${hookId}`))
  }

  /** Writes what changes; a hook without a record gets one from `made`. */
  async keep(made: HookRecord, change: Partial<HookRecord> = made): Promise<void> {
    const key = `${RECORDS}${made.hook_id}`
    for (;;) {
      const entry = await this.#bucket.get(key)
      const record = { ...(recordIn(entry) ?? made), ...change }
      if ((await this.#bucket.put(key, JSON.stringify(record), entry?.revision ?? 0)) !== null) return
    }
  }

  async forget(hookId: string): Promise<void> {
    await this.#remove(`${RECORDS}${hookId}`)
  }

  #opened(entry: BucketEntry | null): OpenedHookConfig | null {
    return entry === null ? null : (openHookConfigs([entry], this.#encryptionKey)[0] ?? null)
  }

  async #remove(key: string): Promise<void> {
    for (;;) {
      const entry = await this.#bucket.get(key)
      if (entry === null || (await this.#bucket.remove(key, entry.revision))) return
    }
  }
}

/** The record of a home's hook, as far as there is one. */
export function recordOf(
  records: readonly HookRecord[],
  { kind, name }: { readonly kind: HookOwnerKind; readonly name: string },
): HookRecord | null {
  const its = records.filter((each) => each.kind === kind && isSameName(each.name, name))
  return its.find(({ is_missing }) => !is_missing) ?? its[0] ?? null
}

/** GitHub compares names without case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function keyOf(owner: HookOwner): string {
  return hookConfigKey(hookConfigId(owner))
}

function recordIn(entry: BucketEntry | null): HookRecord | null {
  if (entry === null) return null
  try {
    return hookRecordSchema.parse(JSON.parse(entry.value))
  } catch {
    // Of another version: it is found and kept anew.
    return null
  }
}
