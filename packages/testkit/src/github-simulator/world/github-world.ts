import { firstText, type GitHubObject, numberAt, objectAt, textAt } from '../fields.ts'
import { createRepositoryState, type RepositoryState } from './repository-state.ts'

/** GitHub's state: repositories, and who owns them. */
export interface GitHubWorld {
  readonly repositories: Map<number, RepositoryState>
  /** Users and organisations by login in lower case. */
  readonly accounts: Map<string, GitHubObject>
  /** By `owner/name` in any case, also one that it had before. */
  find(fullName: string): FoundRepository | null
  /** Takes what a payload says of a repository; `at` is when it said so, in milliseconds. */
  observe(object: GitHubObject, at: number | null): RepositoryState
  remember(account: GitHubObject): void
  remove(id: number): void
  owner(login: string): readonly RepositoryState[]
}

interface FoundRepository {
  readonly repository: RepositoryState
  /** False: that is an old name of it. */
  readonly current: boolean
}

export function createGitHubWorld(): GitHubWorld {
  const repositories = new Map<number, RepositoryState>()
  const accounts = new Map<string, GitHubObject>()
  const names = new Map<string, number>()
  const seenAt = new Map<number, number>()
  const remember = (account: GitHubObject) => {
    const login = textAt(account, 'login').toLowerCase()
    if (login !== '') accounts.set(login, { ...accounts.get(login), ...account })
  }
  return {
    repositories,
    accounts,
    remember,
    find(fullName) {
      const repository = repositories.get(names.get(fullName.toLowerCase()) ?? 0)
      if (repository === undefined) return null
      const current = textAt(repository.object, 'full_name').toLowerCase() === fullName.toLowerCase()
      return { repository, current }
    },
    observe(object, at) {
      const id = numberAt(object, 'id')
      const known = repositories.get(id)
      const time = at ?? 0
      const owner = objectAt(object, 'owner')
      if (owner !== null) remember(owner)
      const name = textAt(object, 'full_name').toLowerCase()
      // A name that another took since belongs to the other.
      if (!names.has(name) || time >= (seenAt.get(names.get(name) ?? 0) ?? 0)) names.set(name, id)
      if (known === undefined) {
        const made = createRepositoryState(id, object)
        repositories.set(id, made)
        seenAt.set(id, time)
        return made
      }
      if (time >= (seenAt.get(id) ?? 0)) {
        seenAt.set(id, time)
        known.object = { ...known.object, ...object }
        known.revision += 1
      }
      return known
    },
    remove(id) {
      repositories.delete(id)
    },
    owner: (login) => [...repositories.values()].filter((repository) => isOwnedBy(repository, login)),
  }
}

function isOwnedBy(repository: RepositoryState, login: string): boolean {
  return ownerOf(repository).toLowerCase() === login.toLowerCase()
}

export function ownerOf({ object }: RepositoryState): string {
  const owner = objectAt(object, 'owner')
  return firstText(owner?.login, owner?.name)
}

export function fullNameOf({ object }: RepositoryState): string {
  return textAt(object, 'full_name')
}

export function defaultBranchOf({ object }: RepositoryState): string {
  return firstText(object.default_branch, object.master_branch, 'main')
}
