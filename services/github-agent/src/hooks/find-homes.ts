import type { HookOwnerKind } from '@octometer/event-contracts'
import { clientOf } from '../github/client-of.ts'
import type { Clients } from '../github/clients.ts'
import { listOwners, listRepositories } from '../github/repositories.ts'
import { type HookHome, organizationHome, repositoryHome } from './hook-home.ts'
import type { HookConfiguration } from './wanted-hook.ts'

/** Where hooks of ours belong: organisations whose repositories are all looked after, and repositories beside them. */
export interface HookHomes {
  readonly organizations: readonly HookHome[]
  /** Those of the organisations too: where an organisation may not be given a hook, each repository is. */
  readonly repositories: readonly HookHome[]
}

/** Repositories of the App are left out: GitHub delivers to the App itself. Throws RequestError. */
export async function findHomes(
  clients: Clients,
  { github }: Pick<HookConfiguration, 'github'>,
  signal: AbortSignal,
): Promise<HookHomes> {
  const { token } = clients
  if (token === null) return { organizations: [], repositories: [] }
  const owners = await listOwners(token, github, signal)
  const targets = await listRepositories(clients, github, signal)
  return {
    organizations: owners
      .filter(({ isOrganization }) => isOrganization)
      .map(({ login }) => organizationHome(token, login)),
    repositories: targets
      .filter(({ client }) => client === token)
      .map(({ owner, name }) => repositoryHome(token, `${owner}/${name}`)),
  }
}

/** Throws NoCredentialError or RequestError. */
export async function homeOf(
  clients: Clients,
  { kind, name }: { readonly kind: HookOwnerKind; readonly name: string },
  signal: AbortSignal,
): Promise<HookHome> {
  const [owner = '', repo = ''] = name.split('/')
  // Of an organisation the App is not asked: its installations may not read hooks of organisations unless it asks for that.
  if (kind === 'repository') return repositoryHome(await clientOf(clients, { owner, repo }, signal), name)
  return organizationHome(await clientOf({ ...clients, app: null }, { owner: name, repo: '' }, signal), name)
}
