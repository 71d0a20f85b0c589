import type { Credentials } from '../access/credentials.ts'
import { type GitHubObject, numberAt, objectAt, objectsAt, textAt, without } from '../fields.ts'
import { type GitHubWorld, ownerOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import type { HookRegistry } from './hook-registry.ts'
import type { HookState } from './hook-state.ts'

/** What one hook is sent of an event. */
interface Subscription {
  readonly hook: HookState
  /** Id of its repository, organisation or App. */
  readonly target: number
  readonly installationId: number | null
  readonly payload: GitHubObject
}

const mostCommits = 2_048

/** Every hook that is sent this event, of its repository, its organisation and the Apps installed there. */
export function subscriptionsOf(
  parts: { readonly world: GitHubWorld; readonly hooks: HookRegistry; readonly credentials: Credentials },
  event: string,
  payload: GitHubObject,
): readonly Subscription[] {
  const { world, hooks, credentials } = parts
  const repository = world.repositories.get(numberAt(objectAt(payload, 'repository') ?? {}, 'id')) ?? null
  const owner = objectAt(payload, 'organization')
  const login = repository === null ? textAt(owner ?? {}, 'login') : ownerOf(repository)
  const bare = capped(event, without(payload, ['installation']))
  const account = numberAt(world.accounts.get(login.toLowerCase()) ?? {}, 'id')
  const all: Subscription[] = []
  const add = (hook: HookState, target: number) =>
    all.push({ hook, target, installationId: null, payload: bare })
  if (repository !== null)
    for (const hook of hooks.of({ kind: 'repository', id: repository.id })) add(hook, repository.id)
  for (const hook of hooks.of({ kind: 'organization', login })) add(hook, account)
  for (const { app, id } of installationsAt(credentials, login, repository)) {
    if (app.hook === null) continue
    const installation = { id, node_id: `I_${id.toString(36)}` }
    all.push({ hook: app.hook, target: app.id, installationId: id, payload: { ...bare, installation } })
  }
  return all.filter(({ hook }) => isSubscribed(hook, event, bare))
}

function installationsAt(credentials: Credentials, login: string, repository: RepositoryState | null) {
  return [...credentials.installations.values()].filter(
    ({ account, repositoryIds, suspendedAt }) =>
      account.toLowerCase() === login.toLowerCase() &&
      suspendedAt === null &&
      (repository === null || repositoryIds === null || repositoryIds.includes(repository.id)),
  )
}

// github/docs, webhook-events-and-payloads: what is never sent, and what only Apps are.
function isSubscribed(hook: HookState, event: string, payload: GitHubObject): boolean {
  if (!hook.active) return false
  if (!hook.events.includes('*') && !hook.events.includes(event)) return false
  if (textAt(objectAt(payload, 'deployment_status') ?? {}, 'state') === 'inactive') return false
  if (hook.owner.kind === 'app') return true
  if (event === 'check_suite') return payload.action === 'completed'
  return event !== 'check_run' || payload.action === 'created' || payload.action === 'completed'
}

function capped(event: string, payload: GitHubObject): GitHubObject {
  if (event !== 'push') return payload
  const commits = objectsAt(payload, 'commits')
  return commits.length <= mostCommits ? payload : { ...payload, commits: commits.slice(0, mostCommits) }
}
