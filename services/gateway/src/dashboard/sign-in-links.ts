import { createHash, randomBytes } from 'node:crypto'

const MINUTES = 10

/** Links that sign in once, for who starts the program and has no key at hand. They end with the process. */
export interface SignInLinks {
  /** What goes into the link. */
  create(credential: string): string
  /** The credential that the link stands for, once; null when it is unknown, used or too old. */
  use(once: string): string | null
}

export function createSignInLinks(now: () => Date): SignInLinks {
  const open = new Map<string, { readonly credential: string; readonly expires: number }>()
  return {
    create(credential) {
      const once = randomBytes(32).toString('base64url')
      open.set(hashOf(once), { credential, expires: now().getTime() + MINUTES * 60_000 })
      return once
    },
    use(once) {
      const hash = hashOf(once)
      const link = open.get(hash)
      open.delete(hash)
      return link !== undefined && link.expires > now().getTime() ? link.credential : null
    },
  }
}

function hashOf(once: string): string {
  return createHash('sha256').update(once).digest('hex')
}
