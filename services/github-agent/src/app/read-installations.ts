import { RequestError } from '@octokit/request-error'
import type { Installation } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import { installationGone, installationRead } from '../events.ts'
import type { Clients } from '../github/clients.ts'
import { accountName } from '../github/installations.ts'
import type { AppBook } from './app-book.ts'

/** What is taken of GitHub's answer. */
interface GitHubInstallation {
  readonly id: number
  readonly account: { readonly login: string } | { readonly slug: string } | null
  readonly target_type: string
  readonly repository_selection: 'all' | 'selected'
  readonly permissions: object
  readonly suspended_at: string | null
  readonly created_at: string
}

export interface InstallationReader {
  readonly clients: Clients
  readonly book: AppBook
  readonly logger: Logger
  now(): Date
}

/** Reads every installation of the App; what GitHub lists no more is gone. Throws RequestError. */
export async function readInstallations(reader: InstallationReader, signal: AbortSignal): Promise<void> {
  const { clients, book, logger } = reader
  if (clients.app === null) return
  const seen = new Set<number>()
  for await (const { items } of clients.app.client.paginate('GET /app/installations', {}, { signal })) {
    for (const each of items) {
      seen.add(each.id)
      await keep(reader, each, signal)
    }
  }
  for (const { id } of await book.installations()) {
    if (!seen.has(id) && (await book.removeInstallation(id))) installationGone(logger, id)
  }
}

/** Reads one again, because something happened to it. Null: it is gone. Throws RequestError. */
export async function readInstallation(
  reader: InstallationReader,
  id: number,
  signal: AbortSignal,
): Promise<Installation | null> {
  const { clients, book, logger } = reader
  if (clients.app === null) return null
  try {
    const route = 'GET /app/installations/{installation_id}'
    const { data } = await clients.app.client.request(
      route,
      { installation_id: id },
      { kind: 'none', signal },
    )
    return await keep(reader, data, signal)
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 404) throw error
    if (await book.removeInstallation(id)) installationGone(logger, id)
    return null
  }
}

async function keep(
  { clients, book, logger, now }: InstallationReader,
  told: GitHubInstallation,
  signal: AbortSignal,
): Promise<Installation> {
  const { id, account, suspended_at, repository_selection } = told
  const repositories: string[] = []
  // Who is suspended is refused everything.
  if (suspended_at === null) {
    const pages = clients.installation(id).paginate('GET /installation/repositories', {}, { signal })
    for await (const { items } of pages) repositories.push(...items.map(({ full_name }) => full_name))
  }
  const installation: Installation = {
    id,
    account: accountName(account) ?? '',
    account_type: told.target_type,
    repository_selection,
    repositories: repositories.toSorted(),
    permissions: Object.fromEntries(
      Object.entries(told.permissions).map(([name, level]) => [name, `${level}`]),
    ),
    suspended_at: suspended_at === null ? null : new Date(suspended_at).toISOString(),
    created_at: new Date(told.created_at).toISOString(),
    read_at: now().toISOString(),
  }
  await book.keepInstallation(installation)
  installationRead(logger, installation)
  return installation
}
