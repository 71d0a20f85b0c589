import { type GitHubObject, isTrue } from '../fields.ts'
import type { Answer } from '../http/answer.ts'
import { notFound, problem } from '../http/answer.ts'
import type { Needs } from '../http/route.ts'
import { ownerOf } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import type { AppState, InstallationState } from './apps.ts'

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>

/** Who asks. */
export interface Caller {
  readonly kind: 'anonymous' | 'classic' | 'fine-grained' | 'app' | 'installation'
  /** Whose budget it is: all tokens of one user share theirs. */
  readonly budget: string
  readonly user: GitHubObject | null
  /** Of a classic token. */
  readonly scopes: readonly string[]
  /** Of a fine-grained token and of an installation. */
  readonly permissions: Permissions
  /** Ids of the repositories that a fine-grained token or an installation was given; null: all of the account. */
  readonly repositoryIds: readonly number[] | null
  readonly app: AppState | null
  readonly installation: InstallationState | null
}

export const anonymous: Caller = {
  kind: 'anonymous',
  budget: 'anonymous',
  user: null,
  scopes: [],
  permissions: {},
  repositoryIds: null,
  app: null,
  installation: null,
}

/** Null when the caller may; otherwise what GitHub answers. */
export function refusalOf(caller: Caller, needs: Needs | undefined): Answer | null {
  if (needs === undefined) return null
  if (caller.kind === 'anonymous') return problem(401, 'Requires authentication')
  // GitHub does not even say that there is something that a classic token may not see.
  if (caller.kind === 'classic')
    return needs.scopes.some((scope) => isGranted(caller.scopes, scope)) ? null : notFound
  const held = caller.permissions[needs.permission]
  if (held === 'write' || held === 'admin' || (held === 'read' && needs.level === 'read')) return null
  const who = caller.kind === 'fine-grained' ? 'personal access token' : 'integration'
  return {
    ...problem(403, `Resource not accessible by ${who}`),
    headers: { 'x-accepted-github-permissions': `${needs.permission}=${needs.level}` },
  }
}

function isGranted(scopes: readonly string[], scope: string): boolean {
  if (scopes.includes(scope)) return true
  // repo holds public_repo, admin:x holds write:x holds read:x.
  if (scope === 'public_repo') return scopes.includes('repo')
  const [level, subject] = scope.split(':')
  if (subject === undefined) return false
  const greater = level === 'read' ? ['write', 'admin'] : level === 'write' ? ['admin'] : []
  return greater.some((one) => scopes.includes(`${one}:${subject}`))
}

/** Whether the caller may see the repository: everybody a public one. */
export function maySee(caller: Caller, repository: RepositoryState): boolean {
  if (!isTrue(repository.object, 'private')) return true
  if (caller.kind === 'classic') return caller.scopes.includes('repo')
  return (caller.kind === 'fine-grained' || caller.kind === 'installation') && isGiven(caller, repository)
}

/** Whether the repository was given to this fine-grained token or installation. */
export function isGiven(caller: Caller, repository: RepositoryState): boolean {
  const account = caller.installation?.account
  if (account !== undefined && account.toLowerCase() !== ownerOf(repository).toLowerCase()) return false
  return caller.repositoryIds === null || caller.repositoryIds.includes(repository.id)
}
