import { type GitHubObject, objectAt, textAt } from '../fields.ts'
import type { GitHub } from '../github.ts'
import type { HookOwner, HookState } from '../hooks/hook-state.ts'
import { type Answer, created, noContent, notFound, ok, problem } from '../http/answer.ts'
import { listed } from '../http/pages.ts'
import type { Needs, RestRequest, Route } from '../http/route.ts'
import { hookConfigView, hookView } from '../views/hooks.ts'
import { repositoryView } from '../views/repositories.ts'
import { fullNameOf } from '../world/github-world.ts'
import { deliveryAnswers } from './deliveries.ts'
import { applySettings, findFault, mergeSettings } from './hook-settings.ts'
import { ofRepository } from './of-repository.ts'

/** Where hooks live: at a repository or at an organisation. */
interface Home {
  readonly owner: HookOwner
  readonly url: string
  /** Of a ping. */
  readonly about: GitHubObject
}

type AtHome = (request: RestRequest, github: GitHub, home: Home) => Answer | Promise<Answer>
type AtHook = (request: RestRequest, github: GitHub, hook: HookState, home: Home) => Answer | Promise<Answer>

const atRepository = (handle: AtHome) =>
  ofRepository((request, repository, github) =>
    handle(request, github, {
      owner: { kind: 'repository', id: repository.id },
      url: `https://api.github.com/repos/${fullNameOf(repository)}`,
      about: { repository: repositoryView(repository.object) },
    }),
  )

const atOrganization = (handle: AtHome) => (request: RestRequest, github: GitHub) => {
  const login = request.params.org ?? ''
  const account = github.world.accounts.get(login.toLowerCase())
  if (account === undefined || account.type !== 'Organization') return notFound
  return handle(request, github, {
    owner: { kind: 'organization', login },
    url: `https://api.github.com/orgs/${login}`,
    about: { organization: account },
  })
}

const repositoryNeeds = (level: 'read' | 'write'): Needs => ({
  scopes: [`${level}:repo_hook`, 'repo'],
  permission: 'repository_hooks',
  level,
})
const organizationNeeds = (level: 'read' | 'write'): Needs => ({
  scopes: ['admin:org_hook'],
  permission: 'organization_hooks',
  level,
})

export const hookRoutes: readonly Route[] = [
  ...routesAt('/repos/:owner/:repo/hooks', repositoryNeeds, atRepository),
  ...routesAt('/orgs/:org/hooks', organizationNeeds, atOrganization),
]

function routesAt(
  all: string,
  needs: (level: 'read' | 'write') => Needs,
  at: (handle: AtHome) => Route['handle'],
): Route[] {
  const hook = `${all}/:hook`
  const route = (method: string, path: string, handle: AtHome): Route => {
    const level = method === 'GET' ? 'read' : 'write'
    return { method, path, needs: needs(level), handle: at(handle) }
  }
  return [
    route('GET', all, (request, { hooks }, { owner, url }) =>
      listed(request, hooks.of(owner), (one) => hookView(one, url)),
    ),
    route('POST', all, createHook),
    route(
      'GET',
      hook,
      atHook((_, __, one, { url }) => ok(hookView(one, url))),
    ),
    route('PATCH', hook, atHook(changeHook)),
    route('DELETE', hook, atHook(deleteHook)),
    route(
      'GET',
      `${hook}/config`,
      atHook((_, __, one) => ok(hookConfigView(one))),
    ),
    route('PATCH', `${hook}/config`, atHook(changeConfig)),
    route('POST', `${hook}/pings`, atHook(pingHook)),
    route(
      'GET',
      `${hook}/deliveries`,
      atHook((request, _, one) => deliveryAnswers.list(request, one)),
    ),
    route(
      'GET',
      `${hook}/deliveries/:delivery`,
      atHook((request, _, one) => deliveryAnswers.one(request, one)),
    ),
    route('POST', `${hook}/deliveries/:delivery/attempts`, atHook(deliveryAnswers.redeliver)),
  ]
}

function deleteHook(_: RestRequest, { hooks }: GitHub, hook: HookState): Answer {
  hooks.hooks.delete(hook.id)
  return noContent
}

function changeConfig({ body }: RestRequest, { clock }: GitHub, hook: HookState): Answer {
  mergeSettings(hook, { config: body }, clock.now())
  return ok(hookConfigView(hook))
}

async function pingHook(_: RestRequest, github: GitHub, hook: HookState, home: Home): Promise<Answer> {
  await github.deliverer.ping(hook, pingOf(hook, home))
  return noContent
}

function atHook(handle: AtHook): AtHome {
  return (request, github, home) => {
    const hook = github.hooks.of(home.owner).find(({ id }) => String(id) === request.params.hook)
    return hook === undefined ? notFound : handle(request, github, hook, home)
  }
}

async function createHook(
  { body }: RestRequest,
  github: GitHub,
  { owner, url, about }: Home,
): Promise<Answer> {
  const config = objectAt(body, 'config') ?? {}
  const others = github.hooks.of(owner)
  const fault = findFault(body, others)
  if (fault !== null) return problem(422, 'Validation Failed', { errors: [fault] })
  const hook = github.hooks.create(owner, { url: textAt(config, 'url') })
  applySettings(hook, body, github.clock.now())
  await github.deliverer.ping(hook, pingOf(hook, { owner, url, about }))
  return created(hookView(hook, url))
}

function changeHook({ body }: RestRequest, { clock }: GitHub, hook: HookState, { url }: Home): Answer {
  applySettings(hook, body, clock.now())
  return ok(hookView(hook, url))
}

function pingOf(hook: HookState, { url, about }: Home): GitHubObject {
  return { zen: 'Keep it logically awesome.', hook_id: hook.id, hook: hookView(hook, url), ...about }
}
