import { RequestError } from '@octokit/request-error'
import type { installationsRequest, repositoryAccessRequest } from '@octometer/event-contracts'
import type { z } from 'zod'
import { accessChecked } from '../events.ts'
import type { AppFlow } from './app-flow.ts'

export async function listInstallations(
  { book }: AppFlow,
  { user }: z.output<(typeof installationsRequest)['request']>,
): Promise<z.input<(typeof installationsRequest)['answer']>> {
  const all = await book.installations()
  if (user === null) return { installations: [...all] }
  const own = new Set(await book.installationIdsOf(user))
  return { installations: all.filter(({ id }) => own.has(id)) }
}

/** GitHub says which installation has the repository; it must be one of the user's, and not be suspended. Throws RequestError. */
export async function checkAccess(
  flow: AppFlow,
  { user, owner, repo }: z.output<(typeof repositoryAccessRequest)['request']>,
  signal: AbortSignal,
): Promise<z.input<(typeof repositoryAccessRequest)['answer']>> {
  const { installations } = await listInstallations(flow, { user })
  const found = await installationOn(flow, { owner, repo }, signal)
  const isOwn = installations.some(({ id, suspended_at }) => id === found && suspended_at === null)
  const installation_id = isOwn ? found : null
  accessChecked(flow.logger, { user, repository: `${owner}/${repo}`, installation_id })
  return { installation_id }
}

async function installationOn(
  { clients }: AppFlow,
  place: { readonly owner: string; readonly repo: string },
  signal: AbortSignal,
): Promise<number | null> {
  if (clients.app === null) return null
  try {
    const route = 'GET /repos/{owner}/{repo}/installation'
    const { data } = await clients.app.client.request(route, place, { kind: 'none', signal })
    return data.suspended_at === null ? data.id : null
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null
    throw error
  }
}
