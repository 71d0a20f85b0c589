import type { ApiRole } from './route.ts'

/** What `/auth/session` answers. It is no route of the API: it is for browsers, and only their cookie comes of it. */
export interface Session {
  /** Null: nobody, and nobody in particular may look. */
  readonly principal: {
    readonly name: string
    readonly role: ApiRole
    /** Null: all of them. */
    readonly repositories: readonly string[] | null
    readonly via: 'key' | 'jwt' | 'anonymous'
  } | null
  /** When the cookie ends; null without one. */
  readonly expires_at: string | null
}
