import { minute, second } from './calendar.ts'
import type { Commit, Person, Repository } from './model.ts'
import { webFlow } from './people.ts'
import type { World } from './world.ts'

const subjects = [
  'fix: handle empty input',
  'feat: add retry with back-off',
  'refactor: split the parser',
  'docs: explain the cursor',
  'chore: bump dependencies',
  'test: cover the time zones',
  'perf: avoid copying the buffer',
  'style: 整理 ✨',
  'Revert "feat: the thing that broke"',
]
const files = [
  'src/index.ts',
  'src/server.ts',
  'README.md',
  'package.json',
  'docs/guide.md',
  'src/store/read.ts',
]

/** `count` commits of one author, oldest first, the last shortly before `until`. */
export function createCommits(world: World, author: Person, count: number, until = world.now()): Commit[] {
  const { random } = world
  const times: number[] = []
  let at = until - random.int(2, 120) * second
  for (let index = 0; index < count; index += 1) {
    times.unshift(at)
    // A rebase gives several commits one second.
    at -= random.chance(0.15) ? 0 : Math.round(random.around(25 * minute) / second) * second
  }
  return times.map((time) => createCommit(world, author, time))
}

export function createCommit(world: World, author: Person, at: number, message?: string): Commit {
  const { random } = world
  const adds = random.chance(0.3)
  return {
    sha: random.hex(40),
    tree: random.hex(40),
    author,
    message: message ?? random.pick(subjects),
    at,
    added: adds ? [`src/feature-${random.hex(4)}.ts`] : [],
    modified: random.sample(files, random.int(adds ? 0 : 1, 3)),
    removed: random.chance(0.08) ? [`src/old-${random.hex(4)}.ts`] : [],
  }
}

/** The commit that GitHub makes when somebody merges in the browser. */
export function mergeCommit(world: World, by: Person, message: string): Commit {
  return { ...createCommit(world, by, world.now(), message), added: [], modified: [], removed: [] }
}

/** Who a push payload names as the committer: GitHub itself for merges made in the browser. */
export function committerOf(commit: Commit): Person {
  return commit.message.startsWith('Merge pull request') ? webFlow : commit.author
}

/** Head of a branch. Throws when the branch does not exist. */
export function headOf(repository: Repository, branch: string): string {
  const sha = repository.branches.get(branch)
  if (sha === undefined) throw new Error(`${repository.name} has no branch ${branch}`)
  return sha
}

/** Remembers what the default branch got, for branches that will be made from it. */
export function remember(repository: Repository, commits: readonly Commit[]): void {
  repository.history.push(...commits)
  repository.history.splice(0, Math.max(0, repository.history.length - 30))
}
