import { RequestError } from '@octokit/request-error'
import type { GitHubConfig } from '@octometer/config'
import type { GitHubClient } from '@octometer/github-client'
import type { Clients } from './clients.ts'
import { accountName } from './installations.ts'

/** A repository that is looked after, and who may ask GitHub about it. */
export interface RepositoryTarget {
  readonly owner: string
  readonly name: string
  readonly client: GitHubClient
}

/** Whose repositories a login has, and how GitHub is asked for them. */
interface Owner {
  readonly login: string
  readonly isOrganization: boolean
}

/**
 * Every repository that is looked after, each once: those that are named, all of the owners that are, and those that the App is
 * installed on; `onSkipped` is told of installations whose repositories nobody may ask for. Throws RequestError.
 */
export async function listRepositories(
  clients: Clients,
  config: Pick<GitHubConfig, 'owner' | 'repositories'>,
  signal: AbortSignal,
  onSkipped: (owner: string, reason: string) => void = () => undefined,
): Promise<readonly RepositoryTarget[]> {
  const found = new Map<string, RepositoryTarget>()
  const add = (target: RepositoryTarget) => {
    const key = `${target.owner}/${target.name}`.toLowerCase()
    if (!found.has(key)) found.set(key, target)
  }
  for (const target of await installedRepositories(clients, signal, onSkipped)) add(target)
  const { token } = clients
  if (token === null) return [...found.values()]
  for (const full of config.repositories.filter((each) => !each.endsWith('/*'))) {
    const [owner = '', name = ''] = full.split('/')
    add({ owner, name, client: token })
  }
  for (const owner of await listOwners(token, config, signal))
    for (const name of await repositoriesOf(token, owner, signal))
      add({ owner: owner.login, name, client: token })
  return [...found.values()]
}

/** Those whose repositories are all looked after. Throws RequestError. */
export async function listOwners(
  client: GitHubClient,
  { owner, repositories }: Pick<GitHubConfig, 'owner' | 'repositories'>,
  signal: AbortSignal,
): Promise<readonly Owner[]> {
  const all = repositories.filter((each) => each.endsWith('/*')).map((each) => each.slice(0, -2))
  const logins = new Set([...(owner === null ? [] : [owner]), ...all].map((login) => login.toLowerCase()))
  const owners: Owner[] = []
  for (const username of logins) {
    const { data } = await client.request(
      'GET /users/{username}',
      { username },
      { kind: 'repository', signal },
    )
    owners.push({ login: data.login, isOrganization: data.type === 'Organization' })
  }
  return owners
}

async function repositoriesOf(client: GitHubClient, owner: Owner, signal: AbortSignal): Promise<string[]> {
  const names: string[] = []
  const pages = owner.isOrganization
    ? client.paginate('GET /orgs/{org}/repos', { org: owner.login, type: 'all' }, { signal })
    : (await isOneself(client, owner.login, signal))
      ? client.paginate('GET /user/repos', { affiliation: 'owner' }, { signal })
      : client.paginate('GET /users/{username}/repos', { username: owner.login }, { signal })
  for await (const { items } of pages) names.push(...items.map(({ name }) => name))
  return names
}

/** Of oneself GitHub lists private repositories too. */
async function isOneself(client: GitHubClient, login: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { data } = await client.request('GET /user', {}, { kind: 'repository', signal })
    return data.login.toLowerCase() === login.toLowerCase()
  } catch (error) {
    // The token of a workflow or an installation is nobody's.
    if (error instanceof RequestError && error.status === 403) return false
    throw error
  }
}

async function installedRepositories(
  clients: Clients,
  signal: AbortSignal,
  onSkipped: (owner: string, reason: string) => void,
): Promise<RepositoryTarget[]> {
  if (clients.app === null) return []
  const targets: RepositoryTarget[] = []
  for await (const { items } of clients.app.client.paginate('GET /app/installations', {}, { signal })) {
    for (const { id, account, suspended_at } of items) {
      if (suspended_at !== null) {
        onSkipped(
          accountName(account) ?? String(id),
          `the App's installation ${id} is suspended since ${suspended_at}`,
        )
        continue
      }
      const client = clients.installation(id)
      for await (const page of client.paginate('GET /installation/repositories', {}, { signal }))
        targets.push(...page.items.map(({ owner, name }) => ({ owner: owner.login, name, client })))
    }
  }
  return targets
}
