import { RequestError } from '@octokit/request-error'
import type { GitHubClient } from '@octometer/github-client'
import { NoCredentialError } from '../errors.ts'
import type { Clients } from './clients.ts'

interface Repository {
  readonly owner: string
  readonly repo: string
}

/**
 * Who asks GitHub about a repository: the App's installation on it, where it has one that works, else the token.
 * Throws NoCredentialError or RequestError.
 */
export async function clientOf(
  clients: Clients,
  { owner, repo }: Repository,
  signal: AbortSignal,
): Promise<GitHubClient> {
  const id = await installationOf(clients, { owner, repo }, signal)
  if (id !== null) return clients.installation(id)
  if (clients.token !== null) return clients.token
  throw new NoCredentialError(
    clients.app === null
      ? 'github-agent has neither OCTO_GITHUB_TOKEN nor OCTO_GITHUB_APP_ID'
      : `the App is not installed on ${owner}/${repo}, and there is no OCTO_GITHUB_TOKEN`,
  )
}

async function installationOf(
  { app }: Clients,
  { owner, repo }: Repository,
  signal: AbortSignal,
): Promise<number | null> {
  if (app === null) return null
  try {
    const route = 'GET /repos/{owner}/{repo}/installation'
    const { data } = await app.client.request(route, { owner, repo }, { kind: 'repository', signal })
    return data.suspended_at === null ? data.id : null
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null
    throw error
  }
}
