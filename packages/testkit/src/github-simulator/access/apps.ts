import type { GitHubObject } from '../fields.ts'
import type { HookState } from '../hooks/hook-state.ts'
import type { Permissions } from './caller.ts'

export interface AppState {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly clientId: string
  readonly owner: GitHubObject
  readonly publicKey: string
  readonly permissions: Permissions
  readonly events: readonly string[]
  readonly createdAt: number
  readonly hook: HookState | null
}

export interface InstallationState {
  readonly id: number
  readonly app: AppState
  /** Login of the user or organisation. */
  readonly account: string
  /** Null: all repositories of the account. */
  repositoryIds: readonly number[] | null
  readonly createdAt: number
  suspendedAt: number | null
}

/** An App that was made: with what only its maker ever sees. */
export interface CreatedApp {
  readonly id: number
  readonly slug: string
  readonly clientId: string
  readonly clientSecret: string
  readonly webhookSecret: string
  /** Its private key. */
  readonly pem: string
}

export interface AppOptions {
  readonly slug?: string
  readonly name?: string
  /** Login of its owner. */
  readonly owner?: string
  readonly permissions?: Permissions
  readonly events?: readonly string[]
  /** Null: the App has no webhook. */
  readonly webhookUrl?: string | null
}
