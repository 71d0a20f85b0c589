import { RequestError } from '@octokit/request-error'
import type { Clients } from '../../github/clients.ts'
import type { RepositoryTarget } from '../../github/repositories.ts'

/** Nobody that this agent is may ask about the repository. */
class RepositoryUnreachableError extends Error {
  override readonly name = 'RepositoryUnreachableError'
  readonly code = 'repository_unreachable'
  readonly retryable = false
}

/** One repository, by the App where it is installed on it, else by the token. Throws RequestError, RepositoryUnreachableError. */
export async function targetOf(
  clients: Clients,
  repository: string,
  signal: AbortSignal,
): Promise<RepositoryTarget> {
  const [owner = '', name = ''] = repository.split('/')
  const installation = clients.app && (await installationOn(clients.app.client, owner, name, signal))
  if (installation !== null) return { owner, name, client: clients.installation(installation) }
  if (clients.token !== null) return { owner, name, client: clients.token }
  throw new RepositoryUnreachableError(`the App is not installed on ${repository}, and there is no token`)
}

async function installationOn(
  client: NonNullable<Clients['app']>['client'],
  owner: string,
  repo: string,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const route = 'GET /repos/{owner}/{repo}/installation'
    return (await client.request(route, { owner, repo }, { kind: 'none', signal })).data.id
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null
    throw error
  }
}
