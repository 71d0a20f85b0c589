import type { DeliveryLog } from './delivery-log.ts'

/** Whose hook it is: a repository by id, an organisation by login, an App by id. */
export type HookOwner =
  | { readonly kind: 'repository'; readonly id: number }
  | { readonly kind: 'organization'; readonly login: string }
  | { readonly kind: 'app'; readonly id: number }

export interface HookState {
  readonly id: number
  readonly owner: HookOwner
  url: string
  /** Null: its deliveries are not signed. */
  secret: string | null
  contentType: 'json' | 'form'
  insecureSsl: '0' | '1'
  events: readonly string[]
  active: boolean
  readonly createdAt: number
  updatedAt: number
  lastResponse: { readonly code: number | null; readonly status: string; readonly message: string | null }
  readonly log: DeliveryLog
}

export interface HookOptions {
  readonly url: string
  readonly secret?: string | null
  readonly events?: readonly string[]
  readonly contentType?: 'json' | 'form'
  readonly insecureSsl?: '0' | '1'
  readonly active?: boolean
}
