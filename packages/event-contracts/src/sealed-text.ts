import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

// Here, beside the records that hold sealed texts, because github-agent seals them and ingress opens them, and no service
// imports another. No I/O is done.

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const VERSION = 'v1'

/**
 * A text that only who has the key can read. `about` says what it belongs to: put elsewhere, it does not open. The key has
 * 32 bytes.
 */
export function sealText(key: Uint8Array, text: string, about: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(about, 'utf8'))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${VERSION}.${Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')}`
}

/** Null: sealed with another key, about something else, or changed since. */
export function openText(key: Uint8Array, sealed: string, about: string): string | null {
  const [version, content = ''] = sealed.split('.')
  const bytes = Buffer.from(content, 'base64url')
  if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const tag = bytes.subarray(-TAG_BYTES)
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(about, 'utf8')).setAuthTag(tag)
    const opened = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]
    return Buffer.concat(opened).toString('utf8')
  } catch {
    // That is how node says that the tag does not fit.
    return null
  }
}
