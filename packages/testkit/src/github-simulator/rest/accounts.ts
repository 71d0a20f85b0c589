import { isGiven, maySee } from '../access/caller.ts'
import { isTrue, textAt } from '../fields.ts'
import { notFound, ok, problem } from '../http/answer.ts'
import { counted, listed } from '../http/pages.ts'
import type { RestRequest, Route } from '../http/route.ts'
import { repositoryView } from '../views/repositories.ts'
import { accountView } from '../views/users.ts'
import type { GitHubWorld } from '../world/github-world.ts'
import { repositoriesOf } from '../world/installed.ts'
import type { RepositoryState } from '../world/repository-state.ts'

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/user',
    handle({ caller }, { world }) {
      if (caller.kind === 'installation' || caller.kind === 'app')
        return problem(403, 'Resource not accessible by integration')
      if (caller.user === null) return problem(401, 'Requires authentication')
      return ok(accountView(caller.user, world.owner(textAt(caller.user, 'login')).length, true))
    },
  },
  {
    method: 'GET',
    path: '/users/:username',
    handle({ params }, { world }) {
      const account = world.accounts.get((params.username ?? '').toLowerCase())
      if (account === undefined) return notFound
      const own = world.owner(params.username ?? '').filter(({ object }) => !isTrue(object, 'private'))
      return ok(accountView(account, own.length, false))
    },
  },
  {
    method: 'GET',
    path: '/user/repos',
    handle(request, { world }) {
      if (request.caller.user === null) return problem(401, 'Requires authentication')
      const seen = [...world.repositories.values()].filter((repository) => isOurs(request, repository))
      return listed(request, sorted(seen), repositoryView)
    },
  },
  { method: 'GET', path: '/users/:account/repos', handle: repositoriesOfAccount },
  { method: 'GET', path: '/orgs/:account/repos', handle: repositoriesOfAccount },
  {
    method: 'GET',
    path: '/installation/repositories',
    handle(request, { world }) {
      const { installation } = request.caller
      if (installation === null) return problem(403, 'Resource not accessible by personal access token')
      const given = repositoriesOf(world, installation).filter((one) => isGiven(request.caller, one))
      return counted(request, 'repositories', sorted(given), repositoryView)
    },
  },
  {
    method: 'GET',
    path: '/meta',
    handle: () =>
      ok({
        verifiable_password_authentication: false,
        hooks: ['127.0.0.0/8', '::1/128', '192.30.252.0/22', '185.199.108.0/22', '140.82.112.0/20'],
        web: ['192.30.252.0/22'],
        api: ['192.30.252.0/22'],
        git: ['192.30.252.0/22'],
      }),
  },
  {
    method: 'GET',
    path: '/rate_limit',
    handle({ caller }, { limits }) {
      const resources = limits.overview(caller)
      return ok({ resources, rate: resources.core })
    },
  },
]

// Whoever holds the token is taken for a member of every organisation.
function isOurs({ caller }: RestRequest, repository: RepositoryState): boolean {
  return maySee(caller, repository) && (caller.kind !== 'fine-grained' || isGiven(caller, repository))
}

function repositoriesOfAccount(request: RestRequest, { world }: { readonly world: GitHubWorld }) {
  const login = request.params.account ?? ''
  if (!world.accounts.has(login.toLowerCase())) return notFound
  const seen = world.owner(login).filter((repository) => maySee(request.caller, repository))
  return listed(request, sorted(seen), repositoryView)
}

function sorted(repositories: readonly RepositoryState[]) {
  const objects = repositories.map((repository) => repository.object)
  return objects.sort((one, other) => (textAt(one, 'full_name') < textAt(other, 'full_name') ? -1 : 1))
}
