import type { GitHubClient } from '@octometer/github-client'
import { NoCredentialError } from '../errors.ts'
import type { Clients } from './clients.ts'
import { installationOn, type RepositoryPlace } from './installations.ts'

/**
 * Who asks GitHub about a repository: the App's installation on it, where it has one that works, else the token.
 * Throws NoCredentialError or RequestError.
 */
export async function clientOf(
  clients: Clients,
  { owner, repo }: RepositoryPlace,
  signal: AbortSignal,
): Promise<GitHubClient> {
  const installation = await installationOn(clients, { owner, repo }, { kind: 'repository', signal })
  if (installation !== null && !installation.isSuspended) return clients.installation(installation.id)
  if (clients.token !== null) return clients.token
  if (clients.app === null)
    throw new NoCredentialError('github-agent has neither OCTO_GITHUB_TOKEN nor OCTO_GITHUB_APP_ID')
  const why =
    installation === null
      ? `the App is not installed on ${owner}/${repo}`
      : `the App's installation on ${owner}/${repo} is suspended`
  throw new NoCredentialError(`${why}, and there is no OCTO_GITHUB_TOKEN`)
}
