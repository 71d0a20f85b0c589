import { RequestError } from '@octokit/request-error'
import type { GitHubClient } from './client.ts'
import { type Feature, features, missingPermissions, missingScopes } from './needs.ts'

export interface FeatureAccess {
  readonly feature: Feature
  /** Null: GitHub does not tell what this token may do; it shows when it is tried. */
  readonly allowed: boolean | null
  /** Scopes of a classic token, or `permission: level`. */
  readonly missing: readonly string[]
}

export interface Identity {
  readonly kind: 'user' | 'app' | 'installation'
  /** The user, the App's slug, or the account that the App is installed on; null: GitHub does not tell. */
  readonly name: string | null
  readonly id: number | null
  /** Of a classic token; null: it has none. */
  readonly scopes: readonly string[] | null
  /** Of an App or installation; null: not told, as for a fine-grained token. */
  readonly permissions: Readonly<Record<string, string | undefined>> | null
  /** An installation that its account has suspended answers nothing. */
  readonly suspended: boolean
  readonly expiresAt: Date | null
  readonly features: readonly FeatureAccess[]
}

/** Of a credential what decides how GitHub is asked who it is. */
type Asking =
  | { readonly kind: 'token' }
  | { readonly kind: 'app'; readonly installationId?: number | undefined }

type Known = Omit<Identity, 'features'>

/** Who a client's credential is, and what it may not do. Throws RequestError: 401, GitHub does not know it. */
export async function identify(client: GitHubClient, credential: Asking): Promise<Identity> {
  const known = credential.kind === 'app' ? await askApp(client, credential) : await askUser(client)
  return { ...known, features: features.map((feature) => accessTo(feature, known)) }
}

async function askUser(client: GitHubClient): Promise<Known> {
  try {
    const { data, headers } = await client.request('GET /user', {}, { kind: 'none' })
    const expiry = headers['github-authentication-token-expiration']
    return {
      kind: 'user',
      name: data.login,
      id: Number(data.id),
      scopes: scopesOf(headers['x-oauth-scopes']),
      permissions: null,
      suspended: false,
      expiresAt: expiryOf(expiry),
    }
  } catch (error) {
    // An installation's token, such as that of a workflow, is nobody's: only its repositories can be asked for.
    if (!(error instanceof RequestError) || error.status !== 403) throw error
    await client.request('GET /installation/repositories', { per_page: 1 }, { kind: 'none' })
    const none = { name: null, id: null, scopes: null, permissions: null, expiresAt: null }
    return { kind: 'installation', suspended: false, ...none }
  }
}

async function askApp(client: GitHubClient, credential: Asking & { kind: 'app' }): Promise<Known> {
  const { installationId } = credential
  const none = { scopes: null, expiresAt: null }
  if (installationId === undefined) {
    const { data } = await client.request('GET /app', {}, { kind: 'none' })
    const { slug = null, id = null, permissions = {} } = data ?? {}
    return { kind: 'app', name: slug, id, permissions: { ...permissions }, suspended: false, ...none }
  }
  const route = 'GET /app/installations/{installation_id}'
  const { data } = await client.request(route, { installation_id: installationId }, { kind: 'none' })
  const { account, permissions, suspended_at } = data
  const name = account === null ? null : 'login' in account ? account.login : account.slug
  const suspended = suspended_at !== null
  return { kind: 'installation', name, id: data.id, permissions: { ...permissions }, suspended, ...none }
}

function accessTo(feature: Feature, { scopes, permissions, suspended }: Known): FeatureAccess {
  if (suspended) return { feature, allowed: false, missing: ['the installation is suspended'] }
  if (scopes === null && permissions === null) return { feature, allowed: null, missing: [] }
  const missing =
    scopes === null ? missingPermissions(feature, permissions ?? {}) : missingScopes(feature, scopes)
  return { feature, allowed: missing.length === 0, missing }
}

/** A classic token has the header, be it empty; a fine-grained one does not. */
function scopesOf(header: unknown): readonly string[] | null {
  if (typeof header !== 'string') return null
  return header.split(',').flatMap((scope) => scope.trim() || [])
}

/** `2026-04-01 10:20:30 UTC`, or with an offset. */
function expiryOf(header: unknown): Date | null {
  if (typeof header !== 'string') return null
  const at = Date.parse(header.replace(' UTC', 'Z').replace(' ', 'T').replace(' ', ''))
  return Number.isNaN(at) ? null : new Date(at)
}
