import { z } from 'zod'
import { openText, sealText } from './sealed-text.ts'

/** Under which key the bucket `installations` holds the App that was made here. */
export const APP_KEY = 'app'

const appRecordSchema = z.object({
  id: z.int(),
  slug: z.string(),
  client_id: z.string(),
  /** Sealed JSON. */
  secrets: z.string(),
})

const secretsSchema = z.object({
  private_key: z.string(),
  webhook_secret: z.string().nullable(),
  client_secret: z.string(),
})

/** A GitHub App that was made from a manifest, with what only its maker was told. */
export interface KeptApp {
  readonly id: number
  readonly slug: string
  readonly clientId: string
  readonly privateKey: string
  readonly webhookSecret: string | null
  readonly clientSecret: string
}

/** The text that is kept. */
export function sealApp(app: KeptApp, encryptionKey: Uint8Array): string {
  const secrets = {
    private_key: app.privateKey,
    webhook_secret: app.webhookSecret,
    client_secret: app.clientSecret,
  }
  const sealed = sealText(encryptionKey, JSON.stringify(secrets), aboutApp(app.id))
  return JSON.stringify({ id: app.id, slug: app.slug, client_id: app.clientId, secrets: sealed })
}

/** Null: it cannot be read with this key. */
export function openApp(text: string, encryptionKey: Uint8Array | null): KeptApp | null {
  if (encryptionKey === null) return null
  const record = appRecordSchema.safeParse(JSON.parse(text))
  if (!record.success) return null
  const { id, slug, client_id: clientId, secrets } = record.data
  const opened = openText(encryptionKey, secrets, aboutApp(id))
  if (opened === null) return null
  const { private_key, webhook_secret, client_secret } = secretsSchema.parse(JSON.parse(opened))
  return {
    ...{ id, slug, clientId },
    ...{ privateKey: private_key, webhookSecret: webhook_secret, clientSecret: client_secret },
  }
}

function aboutApp(id: number): string {
  return `app ${id}`
}
