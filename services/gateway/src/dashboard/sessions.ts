import { openText, sealText } from '@octometer/event-contracts'
import { z } from 'zod'

const HOURS = 12
/** What a browser keeps of one cookie is 4 KB, its name and attributes with it. */
const LONGEST = 3_800
const ABOUT = 'session'

const content = z.object({ credential: z.string(), expires: z.number() })

export interface Session {
  /** The key or token that signed in: it is asked anew with each request, so a session never outlives it. */
  readonly credential: string
  readonly expires: Date
}

/** Sessions without a memory: a cookie holds its credential, sealed, so that every gateway with the same key opens it. */
export interface Sessions {
  /** False without OCTO_ENCRYPTION_KEY. */
  readonly available: boolean
  /** The value of a cookie; null when the credential is too long for one. */
  seal(credential: string): { readonly value: string; readonly expires: Date } | null
  /** Null for what was sealed with another key, was changed, or has expired. */
  open(value: string): Session | null
}

export function openSessions(encryptionKey: Uint8Array | null, now: () => Date): Sessions {
  return {
    available: encryptionKey !== null,
    seal(credential) {
      if (encryptionKey === null) return null
      const expires = new Date(now().getTime() + HOURS * 3_600_000)
      const text = JSON.stringify({ credential, expires: expires.getTime() } satisfies z.input<
        typeof content
      >)
      const value = sealText(encryptionKey, text, ABOUT)
      return value.length > LONGEST ? null : { value, expires }
    },
    open(value) {
      const text = encryptionKey && openText(encryptionKey, value, ABOUT)
      if (text === null) return null
      const { credential, expires } = content.parse(JSON.parse(text))
      return expires <= now().getTime() ? null : { credential, expires: new Date(expires) }
    },
  }
}
