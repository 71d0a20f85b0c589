import { RequestError } from '@octokit/request-error'
import type { GitHubConfig } from '@octometer/config'
import type { GitHubIdentity } from '@octometer/event-contracts'
import { AppKeyError, type FeatureAccess, type GitHubClient, identify } from '@octometer/github-client'
import type { Clients } from '../github/clients.ts'

/** Installations beyond these are not asked one by one. */
const MOST_INSTALLATIONS = 50

/** Who the token, the App and its installations are. What GitHub does not tell, and why, is told too. */
export async function identifyAll(
  clients: Clients,
  config: Pick<GitHubConfig, 'setupHooks'>,
  signal: AbortSignal,
): Promise<readonly GitHubIdentity[]> {
  const { token, app, installation } = clients
  const identities: GitHubIdentity[] = []
  if (token !== null) identities.push(await identifyOne('token', token, null, config))
  if (app === null) return identities
  identities.push(await identifyOne('app', app.client, null, config))
  for (const id of await installationsOf(app.client, signal))
    identities.push(await identifyOne('installation', installation(id), id, config))
  return identities
}

async function installationsOf(client: GitHubClient, signal: AbortSignal): Promise<readonly number[]> {
  try {
    const parameters = { per_page: MOST_INSTALLATIONS }
    const { data } = await client.request('GET /app/installations', parameters, { signal })
    return data.map(({ id }) => id)
  } catch (error) {
    // What GitHub refuses the App itself is told of the App.
    if (reasonOf(error) === null) throw error
    return []
  }
}

async function identifyOne(
  credential: GitHubIdentity['credential'],
  client: GitHubClient,
  installationId: number | null,
  config: Pick<GitHubConfig, 'setupHooks'>,
): Promise<GitHubIdentity> {
  const nobody = { kind: null, name: null, suspended: false, expires_at: null, features: [] }
  try {
    const asked =
      credential === 'token'
        ? ({ kind: 'token' } as const)
        : ({ kind: 'app', ...(installationId !== null && { installationId }) } as const)
    const { kind, name, id, suspended, expiresAt, features } = await identify(client, asked)
    const expires_at = expiresAt === null ? null : expiresAt.toISOString()
    const needs = features.map((each) => ({ ...accessOf(each), needed: isNeeded(each, config) }))
    return { credential, kind, name, id, suspended, expires_at, features: needs, problem: null }
  } catch (error) {
    const problem = reasonOf(error)
    if (problem === null) throw error
    return { credential, ...nobody, id: installationId, problem }
  }
}

function accessOf({ feature, allowed, missing }: FeatureAccess) {
  return { feature, allowed, missing: [...missing] }
}

/** Labels and settings are changed only when somebody asks for it. */
function isNeeded({ feature }: FeatureAccess, { setupHooks }: Pick<GitHubConfig, 'setupHooks'>): boolean {
  return feature === 'sync' || (feature === 'hooks' && setupHooks)
}

/** GitHub's words for why it does not tell; null: the error is not about that. */
function reasonOf(error: unknown): string | null {
  if (error instanceof AppKeyError) return error.message
  if (!(error instanceof RequestError)) return null
  if (error.response === undefined) return 'GitHub cannot be reached'
  return error.status === 401 ? 'GitHub does not know it' : error.message
}
