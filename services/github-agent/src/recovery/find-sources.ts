import { RequestError } from '@octokit/request-error'
import type { GitHubConfig } from '@octometer/config'
import type { Logger } from '@octometer/telemetry'
import type { Clients } from '../github/clients.ts'
import { listOwners, listRepositories } from '../github/repositories.ts'
import { appLog, type LogSource, organizationHookLog, repositoryHookLog, sourceKey } from './log-source.ts'

/** What GitHub tells of a hook that decides whether it is ours. */
interface ListedHook {
  readonly id: number
  readonly config: { readonly url?: string | undefined }
}

export interface SourceFinder {
  readonly clients: Clients
  readonly config: Pick<GitHubConfig, 'owner' | 'repositories'>
  readonly logger: Logger
  isOurs(hook: ListedHook): boolean
}

/**
 * The App's log, and those of every hook of ours on what is looked after. Who may not read somebody's hooks has no log of theirs:
 * that is said, and is no error.
 */
export async function findSources(finder: SourceFinder, signal: AbortSignal): Promise<readonly LogSource[]> {
  const { clients, config } = finder
  const sources: LogSource[] = []
  if (clients.app !== null) sources.push(appLog(clients.app.client, clients.app.id))
  const { token } = clients
  if (token !== null) {
    for (const { login, isOrganization } of await listOwners(token, config, signal)) {
      if (!isOrganization) continue
      const pages = token.paginate('GET /orgs/{org}/hooks', { org: login }, { signal })
      const hooks = await hooksIn(finder, login, pages)
      sources.push(...hooks.map(({ id }) => organizationHookLog(token, { org: login, hookId: id })))
    }
  }
  for (const { owner, name, client } of await listRepositories(clients, config, signal)) {
    const pages = client.paginate('GET /repos/{owner}/{repo}/hooks', { owner, repo: name }, { signal })
    const hooks = await hooksIn(finder, `${owner}/${name}`, pages)
    sources.push(...hooks.map(({ id }) => repositoryHookLog(client, { owner, name, hookId: id })))
  }
  return [...new Map(sources.map((source) => [sourceKey(source), source])).values()]
}

async function hooksIn(
  { isOurs, logger }: SourceFinder,
  whose: string,
  pages: AsyncIterable<{ readonly items: readonly ListedHook[] }>,
): Promise<readonly ListedHook[]> {
  const hooks: ListedHook[] = []
  try {
    for await (const { items } of pages) hooks.push(...items.filter(isOurs))
  } catch (error) {
    if (!(error instanceof RequestError) || ![403, 404].includes(error.status)) throw error
    logger.debug({ owner: whose, status: error.status }, 'its hooks may not be read with this token')
  }
  return hooks
}
