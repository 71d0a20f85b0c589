import type { installationsRequest, repositoryAccessRequest } from '@octometer/event-contracts'
import type { z } from 'zod'
import { accessChecked } from '../events.ts'
import { installationOn } from '../github/installations.ts'
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
  const found = await installationOn(flow.clients, { owner, repo }, { kind: 'none', signal })
  const isOwn = installations.some(({ id, suspended_at }) => id === found?.id && suspended_at === null)
  const installation_id = isOwn && found?.isSuspended === false ? found.id : null
  accessChecked(flow.logger, { user, repository: `${owner}/${repo}`, installation_id })
  return { installation_id }
}
