import { z } from 'zod'
import { openText } from './sealed-text.ts'

export const hookOwnerKinds = ['repository', 'organization'] as const
export type HookOwnerKind = (typeof hookOwnerKinds)[number]

/** Whose hook it is: GitHub's number stays when it is renamed. */
export const hookOwnerSchema = z.object({
  kind: z.enum(hookOwnerKinds),
  id: z.int().min(0),
  /** `owner/name`, or the organisation's login, as it was called when it was seen last. */
  name: z.string().min(1).max(300),
})
export type HookOwner = z.output<typeof hookOwnerSchema>

/** What hooks of a repository or an organisation are to be, and the secrets that they sign with. One for each. */
export const hookConfigSchema = z.object({
  owner: hookOwnerSchema,
  /** Null: to OCTO_WEBHOOK_URL, or read from GitHub's log without it. */
  url: z.string().nullable(),
  /** None: those of OCTO_HOOK_EVENTS. */
  events: z.array(z.string()),
  /** False: its secrets verify nothing, and its hook is switched off when it is set up. */
  active: z.boolean(),
  /** Sealed, newest first: the one before still verifies. */
  secrets: z
    .array(z.object({ sealed: z.string(), since: z.iso.datetime() }))
    .min(1)
    .max(2),
  /** GitHub's number of its hook; null: none was set up. */
  hook_id: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type HookConfig = z.output<typeof hookConfigSchema>

/** A hook that was set up or found to be ours, as it is remembered. */
export const hookRecordSchema = z.object({
  hook_id: z.string(),
  kind: z.enum(hookOwnerKinds),
  /** `owner/name`, or the organisation's login. */
  name: z.string(),
  mode: z.enum(['push', 'pull']),
  /** The address that it is to have. */
  url: z.string(),
  /** Whether it is to deliver. */
  is_meant_active: z.boolean(),
  /** Of the secret that it was given, made with the encryption key; null: not known. */
  fingerprint: z.string().nullable(),
  /** What of it was appended last, as a hash. */
  seen: z.string().nullable(),
  /** GitHub has it no more. */
  is_missing: z.boolean(),
})
export type HookRecord = z.output<typeof hookRecordSchema>

const CONFIGS = 'config.'

/** `repository-7`: the same again when a configuration is made anew, for a repository has one. */
export function hookConfigId({ kind, id }: Pick<HookOwner, 'kind' | 'id'>): string {
  return `${kind}-${id}`
}

/** Where a configuration lies in the bucket; its secrets are sealed for this place. */
export function hookConfigKey(id: string): string {
  return `${CONFIGS}${id}`
}

export interface OpenedHookConfig {
  readonly config: HookConfig
  /** Newest first; those that the key does not open are left out. */
  readonly secrets: readonly string[]
}

/** The configurations among a bucket's entries, opened; what is none, or of another version, is left out. */
export function openHookConfigs(
  entries: readonly { readonly key: string; readonly value: string }[],
  encryptionKey: Uint8Array | null,
): readonly OpenedHookConfig[] {
  return entries.flatMap(({ key, value }) => {
    const config = key.startsWith(CONFIGS) ? parsed(value) : null
    if (config === null) return []
    const secrets = config.secrets.flatMap(({ sealed }) =>
      encryptionKey === null ? [] : (openText(encryptionKey, sealed, key) ?? []),
    )
    return [{ config, secrets }]
  })
}

function parsed(text: string): HookConfig | null {
  try {
    return hookConfigSchema.parse(JSON.parse(text))
  } catch {
    // Of another version: whoever wrote it knows what it means.
    return null
  }
}
