import type { AppState, InstallationState } from '../access/apps.ts'
import { maySee } from '../access/caller.ts'
import { ensureAccount } from '../access/credentials.ts'
import { textAt } from '../fields.ts'
import type { GitHub } from '../github.ts'
import type { HookState } from '../hooks/hook-state.ts'
import { type Answer, created, notFound, ok, problem } from '../http/answer.ts'
import { counted, listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { appView, hookConfigView, installationView } from '../views/hooks.ts'
import { repositoryView } from '../views/repositories.ts'
import { repositoriesOf } from '../world/installed.ts'
import { deliveryAnswers } from './deliveries.ts'
import { mergeSettings } from './hook-settings.ts'

type AsApp = (request: RestRequest, github: GitHub, app: AppState) => Answer | Promise<Answer>
type AsAppHook = (request: RestRequest, github: GitHub, hook: HookState) => Answer | Promise<Answer>

const needsJwt = problem(401, 'A JSON web token could not be decoded')

export const appRoutes: readonly Route[] = [
  { method: 'GET', path: '/app', handle: asApp((_, __, app) => ok(appView(app))) },
  {
    method: 'GET',
    path: '/app/installations',
    handle: asApp((request, github, app) =>
      listed(request, installationsOf(github, app), (one) => shown(github, one)),
    ),
  },
  {
    method: 'GET',
    path: '/app/installations/:id',
    handle: asApp((request, github, app) => {
      const found = installationsOf(github, app).find(({ id }) => String(id) === request.params.id)
      return found === undefined ? notFound : ok(shown(github, found))
    }),
  },
  { method: 'POST', path: '/app/installations/:id/access_tokens', handle: asApp(issueToken) },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/installation',
    handle: ofInstalled,
  },
  { method: 'GET', path: '/app/hook/config', handle: asAppHook((_, __, hook) => ok(hookConfigView(hook))) },
  {
    method: 'PATCH',
    path: '/app/hook/config',
    handle: asAppHook(({ body }, { clock }, hook) => {
      mergeSettings(hook, { config: body }, clock.now())
      return ok(hookConfigView(hook))
    }),
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries',
    handle: asAppHook((request, _, hook) => deliveryAnswers.list(request, hook)),
  },
  {
    method: 'GET',
    path: '/app/hook/deliveries/:delivery',
    handle: asAppHook((request, _, hook) => deliveryAnswers.one(request, hook)),
  },
  {
    method: 'POST',
    path: '/app/hook/deliveries/:delivery/attempts',
    handle: asAppHook(deliveryAnswers.redeliver),
  },
  { method: 'GET', path: '/user/installations', handle: installationsOfUser },
  { method: 'GET', path: '/user/installations/:id/repositories', handle: repositoriesOfInstallation },
  { method: 'POST', path: '/app-manifests/:code/conversions', handle: convertManifest },
  { method: 'POST', path: '/login/oauth/access_token', handle: exchangeCode },
]

function asApp(handle: AsApp): Route['handle'] {
  return (request, github) => {
    const { caller } = request
    if (caller.kind !== 'app' || caller.app === null) return needsJwt
    return handle(request, github, caller.app)
  }
}

function asAppHook(handle: AsAppHook): Route['handle'] {
  return asApp((request, github, app) => (app.hook === null ? notFound : handle(request, github, app.hook)))
}

function installationsOf({ credentials }: GitHub, app: AppState): InstallationState[] {
  return [...credentials.installations.values()].filter((one) => one.app.id === app.id)
}

function shown({ world }: GitHub, installation: InstallationState) {
  return installationView(installation, ensureAccount(world, installation.account))
}

function issueToken(request: RestRequest, github: GitHub, app: AppState): Answer {
  const found = installationsOf(github, app).find(({ id }) => String(id) === request.params.id)
  if (found === undefined) return notFound
  if (found.suspendedAt !== null) return problem(403, 'This installation has been suspended')
  const asked = request.body.repository_ids
  const ids = Array.isArray(asked) ? asked.map(Number) : null
  const { token, expiresAt } = github.credentials.issueInstallationToken(found, ids)
  return created({
    token,
    expires_at: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    permissions: app.permissions,
    repository_selection: found.repositoryIds === null && ids === null ? 'all' : 'selected',
  })
}

function ofInstalled(request: RestRequest, github: GitHub): Answer | Promise<Answer> {
  const { caller } = request
  const { app } = caller
  if (caller.kind !== 'app' || app === null) return needsJwt
  const name = `${request.params.owner}/${request.params.repo}`
  const repository = github.world.find(name)?.repository
  const found = installationsOf(github, app).find(
    (one) => repository !== undefined && repositoriesOf(github.world, one).includes(repository),
  )
  return found === undefined ? notFound : ok(shown(github, found))
}

function installationsOfUser(request: RestRequest, github: GitHub): Answer {
  if (request.caller.user === null) return problem(401, 'Requires authentication')
  const { accounts } = request.caller
  const all = [...github.credentials.installations.values()].filter(
    ({ account }) => accounts?.includes(account) ?? true,
  )
  return counted(request, 'installations', all, (one) => shown(github, one))
}

function repositoriesOfInstallation(request: RestRequest, { credentials, world }: GitHub): Answer {
  const installation = credentials.installations.get(Number(request.params.id))
  if (installation === undefined || request.caller.user === null) return notFound
  const seen = repositoriesOf(world, installation).filter((one) => maySee(request.caller, one))
  return counted(request, 'repositories', seen, ({ object }) => repositoryView(object))
}

/** Of github.com, not of its API: whatever is wrong, it is a 200. */
function exchangeCode({ body }: RestRequest, { credentials }: GitHub): Answer {
  const [code, id, secret] = ['code', 'client_id', 'client_secret'].map((key) => textAt(body, key))
  const token = credentials.exchange(code ?? '', id ?? '', secret ?? '')
  if (token !== null) return ok({ access_token: token, scope: '', token_type: 'bearer' })
  const error_description = 'The code passed is incorrect or expired.'
  return ok({ error: 'bad_verification_code', error_description })
}

/** A code serves once. */
function convertManifest({ params }: RestRequest, { manifests, credentials }: GitHub): Answer {
  const code = params.code ?? ''
  const manifest = manifests.get(code)
  if (manifest === undefined) return notFound
  manifests.delete(code)
  const made = credentials.createApp(manifest)
  const app = credentials.apps.get(made.id)
  if (app === undefined) return notFound
  return created({
    ...appView(app),
    client_id: made.clientId,
    client_secret: made.clientSecret,
    webhook_secret: made.webhookSecret,
    pem: made.pem,
  })
}
