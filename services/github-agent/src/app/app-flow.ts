import { RequestError } from '@octokit/request-error'
import {
  type appCallbackRequest,
  type appCreationRequest,
  type appInstallationRequest,
  type appManifestRequest,
  defaultHookEvents,
} from '@octometer/event-contracts'
import type { z } from 'zod'
import type { AgentWork } from '../agent-work.ts'
import { AppStateError, RefusedByGitHubError, StateUnknownError } from '../errors.ts'
import { appFlowBegun, appMade, installationClaimed } from '../events.ts'
import type { AppBook, Begun } from './app-book.ts'
import { appManifest } from './app-manifest.ts'
import { convertManifest, exchangeCode, webUrlOf } from './github-web.ts'
import { readInstallation } from './read-installations.ts'

type Asked<R extends { readonly request: z.ZodType }> = z.output<R['request']>
type Answer<R extends { readonly answer: z.ZodType }> = z.input<R['answer']>

export interface AppFlow extends Pick<AgentWork, 'clients' | 'config' | 'logger'> {
  readonly book: AppBook
  now(): Date
  /** The App was made. */
  made(): void
}

/** Throws AppStateError, NoEncryptionKeyError. */
export async function beginCreation(
  { clients, book, logger, now }: AppFlow,
  { user, public_url, organization }: Asked<typeof appCreationRequest>,
): Promise<Answer<typeof appCreationRequest>> {
  if (clients.app !== null) throw new AppStateError('there is a GitHub App already')
  book.requireKey()
  const begun = { begun: 'creation', user, at: now().getTime(), public_url, organization } as const
  const { state, expiresAt } = await book.begin(begun)
  appFlowBegun(logger, begun.begun, user)
  return { state, expires_at: expiresAt.toISOString() }
}

/** Throws StateUnknownError. */
export async function manifestFor(
  { book, config, now }: AppFlow,
  { state }: Asked<typeof appManifestRequest>,
): Promise<Answer<typeof appManifestRequest>> {
  const begun = await book.peek(state, now().getTime())
  if (begun?.public_url == null || begun.begun !== 'creation') throw new StateUnknownError()
  const { public_url: publicUrl, organization } = begun
  const { webhookUrl } = config.github
  const manifest = appManifest({
    publicUrl,
    webhookUrl: webhookUrl ?? `${publicUrl}/webhooks/github`,
    events: defaultHookEvents,
  })
  const owner = organization === null ? '' : `/organizations/${encodeURIComponent(organization)}`
  const action = `${webUrlOf(config.receiving.githubApiUrl)}${owner}/settings/apps/new?state=${state}`
  return { action, manifest: JSON.stringify(manifest) }
}

/** Throws AppStateError or RequestError. */
export async function beginInstallation(
  { clients, book, logger, now }: AppFlow,
  { user }: Asked<typeof appInstallationRequest>,
  signal: AbortSignal,
): Promise<Answer<typeof appInstallationRequest>> {
  if (clients.app === null) throw new AppStateError('there is no GitHub App yet')
  const { data } = await clients.app.client.request('GET /app', {}, { kind: 'repository', signal })
  const begun = 'installation'
  const { state, expiresAt } = await book.begin({
    ...{ begun, user, at: now().getTime() },
    ...{ public_url: null, organization: null },
  })
  appFlowBegun(logger, begun, user)
  const url = `${data?.html_url ?? ''}/installations/new?state=${state}`
  return { state, url, expires_at: expiresAt.toISOString() }
}

/** Throws StateUnknownError, AppStateError, RefusedByGitHubError or RequestError. */
export async function endFlow(
  flow: AppFlow,
  { state, code, installation_id, user }: Asked<typeof appCallbackRequest>,
  signal: AbortSignal,
): Promise<Answer<typeof appCallbackRequest>> {
  const begun = await flow.book.take(state, flow.now().getTime())
  if (begun === null || (user !== null && user !== begun.user)) throw new StateUnknownError()
  return begun.begun === 'creation'
    ? endCreation(flow, begun, code, signal)
    : endInstallation(flow, begun, { code, installationId: installation_id }, signal)
}

async function endCreation(
  { clients, book, config, logger, made }: AppFlow,
  { user }: Begun,
  code: string | null,
  signal: AbortSignal,
): Promise<Answer<typeof appCallbackRequest>> {
  if (clients.app !== null) throw new AppStateError('there is a GitHub App already')
  if (code === null) throw new RefusedByGitHubError(400, 'GitHub sent no code')
  const app = await convertManifest(config.receiving.githubApiUrl, code, signal)
  const { id, slug } = app
  await book.keepApp({
    ...{ id, slug, clientId: app.client_id, clientSecret: app.client_secret },
    ...{ privateKey: app.pem, webhookSecret: app.webhook_secret },
  })
  appMade(logger, { id, slug, user })
  made()
  return { begun: 'creation', app_id: id, slug, html_url: app.html_url }
}

interface Returned {
  readonly code: string | null
  readonly installationId: number | null
}

async function endInstallation(
  flow: AppFlow,
  begun: Begun,
  { code, installationId }: Returned,
  signal: AbortSignal,
): Promise<Answer<typeof appCallbackRequest>> {
  const { book, logger } = flow
  const kept = await book.app()
  const canExchange = kept !== null && kept.id === flow.clients.app?.id
  const ids =
    canExchange && code !== null
      ? await installationsOfUser(flow, { ...kept, code }, signal)
      : await freshInstallation(flow, begun, installationId, signal)
  const mine = installationId === null ? ids : ids.filter((id) => id === installationId)
  const id = mine.at(-1)
  if (id === undefined)
    throw new RefusedByGitHubError(403, 'GitHub does not say that this installation is yours')
  for (const each of mine) await readInstallation(flow, each, signal)
  await book.claim(begun.user, mine)
  installationClaimed(logger, mine, begun.user)
  return { begun: 'installation', installation_id: id }
}

/** Installations of our App that GitHub shows to the user who was given the code. */
async function installationsOfUser(
  { clients, config }: AppFlow,
  { id, clientId, clientSecret, code }: { id: number; clientId: string; clientSecret: string; code: string },
  signal: AbortSignal,
): Promise<readonly number[]> {
  const asked = { client_id: clientId, client_secret: clientSecret, code }
  const token = await exchangeCode(webUrlOf(config.receiving.githubApiUrl), asked, signal)
  using user = clients.ofUser(token)
  const ids: number[] = []
  for await (const { items } of user.paginate('GET /user/installations', {}, { signal }))
    ids.push(...items.filter((each) => each.app_id === id).map((each) => each.id))
  return ids
}

/**
 * Without its client secret GitHub does not vouch for the user, and the number in the address may be anybody's: only one that was
 * made since the state was given out, and that is nobody's yet, is taken.
 */
async function freshInstallation(
  { clients, book }: AppFlow,
  { at }: Begun,
  id: number | null,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (clients.app === null || id === null || (await book.isClaimed(id))) return []
  try {
    const route = 'GET /app/installations/{installation_id}'
    const { data } = await clients.app.client.request(
      route,
      { installation_id: id },
      { kind: 'none', signal },
    )
    // GitHub tells whole seconds.
    return Date.parse(data.created_at) >= Math.floor(at / 1_000) * 1_000 ? [id] : []
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return []
    throw error
  }
}
