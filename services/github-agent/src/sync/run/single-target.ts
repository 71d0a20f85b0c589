import { clientOf } from '../../github/client-of.ts'
import type { Clients } from '../../github/clients.ts'
import type { RepositoryTarget } from '../../github/repositories.ts'

/** One repository, by the App where an installation on it works, else by the token. Throws RequestError, NoCredentialError. */
export async function targetOf(
  clients: Clients,
  repository: string,
  signal: AbortSignal,
): Promise<RepositoryTarget> {
  const [owner = '', name = ''] = repository.split('/')
  return { owner, name, client: await clientOf(clients, { owner, repo: name }, signal) }
}
