import { repositoryHook } from './accounts.ts'
import { day } from './calendar.ts'
import { genuineExample, genuineRepository, objectIn, shapeOf } from './examples.ts'
import type { JsonObject } from './json.ts'
import type { Account, Fork, Person, Repository } from './model.ts'
import { fullName } from './model.ts'
import type { Random } from './random.ts'
import { isoSeconds } from './zone.ts'

const given = ['id', 'name', 'full_name', 'owner', 'created_at', 'language', 'default_branch', 'fork']
const plainShape = shapeOf(objectIn(genuineExample('pull_request', 14), 'repository'), given)
const pushShape = shapeOf(objectIn(genuineExample('push', 5), 'repository'), given)

const words =
  'api web-app infra billing docs mobile search gateway ledger design-system data-lake agent'.split(' ')

/** Repositories of the accounts: the first is named `next.js`, whose dot must stay inside its name. */
export function createRepositories(random: Random, accounts: readonly Account[], count: number, now: number) {
  const repositories: Repository[] = []
  for (let index = 0; index < count; index += 1) {
    const owner = accounts[index % accounts.length] ?? random.pick(accounts)
    const word = words[index % words.length] ?? 'repo'
    const name = index === 0 ? 'next.js' : `${word}${index < words.length ? '' : `-${index}`}`
    repositories.push(createRepository(random, owner, name, now))
  }
  return repositories
}

function createRepository(random: Random, owner: Account, name: string, now: number): Repository {
  // Ids above 2³¹ exist: none may be squeezed into 32 signed bits.
  const id = random.int(2_100_000_000, 2_900_000_000)
  const defaultBranch = random.chance(0.7) ? 'main' : 'master'
  const lastNumber = random.int(50, 3000)
  return {
    id,
    name,
    owner,
    names: [`${owner.login}/${name}`],
    defaultBranch,
    createdAt: now - random.int(30, 2000) * day,
    language: random.pick(['TypeScript', 'Go', 'Python', 'Rust']),
    hook: repositoryHook(id),
    pushedAt: now - random.int(1, 20) * 3_600_000,
    updatedAt: now - day,
    stars: random.int(0, 4000),
    forks: random.int(0, 300),
    openIssues: random.int(0, 40),
    lastNumber,
    oldNumber: lastNumber,
    branches: new Map([[defaultBranch, random.hex(40)]]),
    history: [],
  }
}

interface Filled {
  readonly name: string
  readonly plain: JsonObject
  readonly push: JsonObject
}

const filled = new WeakMap<Repository, Filled>()

function filledShapes(repository: Repository): Filled {
  const name = fullName(repository)
  const known = filled.get(repository)
  if (known?.name === name) return known
  const renaming = [
    [genuineRepository, name],
    ['MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=', `R_${repository.id.toString(36)}`],
  ] as const
  const { id, owner, language, createdAt } = repository
  const values = { id, name: repository.name, full_name: name, owner: owner.owner, language, fork: false }
  const common = { ...values, default_branch: repository.defaultBranch }
  const pushOwner = { name: owner.login, email: `${owner.login}@example.org`, ...owner.owner }
  const made = {
    name,
    plain: plainShape(renaming, { ...common, created_at: isoSeconds(createdAt) }),
    push: pushShape(renaming, {
      ...common,
      owner: pushOwner,
      created_at: Math.floor(createdAt / 1000),
      master_branch: repository.defaultBranch,
      ...(owner.organization === null ? {} : { organization: owner.login }),
    }),
  }
  filled.set(repository, made)
  return made
}

function counts(repository: Repository): JsonObject {
  return {
    stargazers_count: repository.stars,
    watchers_count: repository.stars,
    watchers: repository.stars,
    forks_count: repository.forks,
    forks: repository.forks,
    open_issues_count: repository.openIssues,
    open_issues: repository.openIssues,
    updated_at: isoSeconds(repository.updatedAt),
  }
}

/** `repository` as every payload but a push has it: times are ISO strings. */
export function repositoryObject(repository: Repository): JsonObject {
  const { plain } = filledShapes(repository)
  return { ...plain, ...counts(repository), pushed_at: isoSeconds(repository.pushedAt) }
}

/** `repository` of a push: `created_at` and `pushed_at` are Unix seconds, the owner has a `name`. */
export function pushRepositoryObject(repository: Repository): JsonObject {
  const { push } = filledShapes(repository)
  const pushedAt = Math.floor(repository.pushedAt / 1000)
  return { ...push, ...counts(repository), stargazers: repository.stars, pushed_at: pushedAt }
}

/** `repository` inside the pull requests of check payloads. */
export function repositoryLink(repository: Repository): JsonObject {
  const url = `https://api.github.com/repos/${fullName(repository)}`
  return { id: repository.id, url, name: repository.name }
}

/** A person's fork of a repository. */
export function createFork(random: Random, repository: Repository, owner: Person): Fork {
  const name = `${owner.login}/${repository.name}`
  const object = plainShape([[genuineRepository, name]], {
    id: random.int(2_100_000_000, 2_900_000_000),
    name: repository.name,
    full_name: name,
    owner: owner.object,
    created_at: isoSeconds(repository.createdAt + day),
    language: repository.language,
    default_branch: repository.defaultBranch,
    fork: true,
  })
  return { owner, object }
}
