import { day, hour, minute } from './calendar.ts'
import { checks } from './checks.ts'
import { createCommit, createCommits, headOf, remember } from './commits.ts'
import type { JsonObject } from './json.ts'
import type { Commit, Person, Repository } from './model.ts'
import { lastSha } from './pull-request-head.ts'
import { deliverPush, noSha, type PushedCommit } from './push-event.ts'
import type { Life, World } from './world.ts'

const fresh = (commit: Commit): PushedCommit => ({ commit, distinct: true })
const seen = (commit: Commit): PushedCommit => ({ commit, distinct: false })

type Act = (world: World, repository: Repository, author: Person) => void
type Course = (world: World, repository: Repository, author: Person) => Life

const acts: readonly (readonly [Act, number])[] = [
  [pushToDefault, 60],
  [branchesTogether, 5],
  [mirror, 3],
  [importHistory, 1],
  [strangeTimes, 2],
]

const courses: readonly (readonly [Course, number])[] = [
  [branchThenDefault, 15],
  [releaseBranch, 6],
  [tag, 8],
]

/** Somebody pushes without a pull request, in one of the many ways to do so. */
export function* pushLife(world: World, repository: Repository): Life {
  const { random } = world
  const author = random.pick(world.people)
  yield world.later(author, 5 * minute)
  if (random.chance(0.7)) return random.weighted(acts)(world, repository, author)
  yield* random.weighted(courses)(world, repository, author)
}

function pushToDefault(world: World, repository: Repository, author: Person): void {
  const count = world.random.weighted([
    [world.random.int(1, 3), 8],
    [world.random.int(4, 20), 2],
  ])
  advanceDefault(world, repository, author, createCommits(world, author, count).map(fresh))
}

function advanceDefault(
  world: World,
  repository: Repository,
  pusher: Person,
  commits: readonly PushedCommit[],
): void {
  const branch = repository.defaultBranch
  const before = headOf(repository, branch)
  const bare = commits.map(({ commit }) => commit)
  const after = lastSha(bare)
  // Somebody whose account is gone since: GitHub writes no sender at all.
  const sender = world.random.chance(0.01) ? null : pusher
  deliverPush(world, { repository, ref: `refs/heads/${branch}`, before, after, commits, pusher, sender })
  remember(repository, bare)
  const [commit] = bare.slice(-1)
  if (commit !== undefined)
    world.spawn(checks(world, { repository, sha: after, before, branch, commit, pulls: [] }))
}

/** The same commits to a branch and then, often within the second, to the default branch: they count once. */
function* branchThenDefault(world: World, repository: Repository, author: Person): Life {
  const { random } = world
  const commits = createCommits(world, author, random.int(1, 6))
  const branch = `topic-${random.hex(6)}`
  const after = lastSha(commits)
  const ref = `refs/heads/${branch}`
  deliverPush(world, { repository, ref, before: noSha, after, commits: commits.map(fresh), pusher: author })
  if (random.chance(0.5)) yield world.later(author, hour)
  advanceDefault(world, repository, author, commits.map(seen))
  if (random.chance(0.7)) {
    deliverPush(world, { repository, ref, before: after, after: noSha, commits: [], pusher: author })
    const payload = { ref: branch, ref_type: 'branch', pusher_type: 'user' }
    world.deliver({ event: 'delete', repository, sender: author, payload })
  }
}

/** `git push` of several branches at once: one second, one `pushed_at`, several deliveries. */
function branchesTogether(world: World, repository: Repository, author: Person): void {
  const shared = createCommits(world, author, 2)
  for (let index = 0; index < 3; index += 1) {
    const own = index === 0 ? [] : createCommits(world, author, 1)
    const commits = [...shared.map(index === 0 ? fresh : seen), ...own.map(fresh)]
    const after = lastSha([...shared, ...own])
    const ref = `refs/heads/stack-${world.random.hex(5)}`
    deliverPush(world, { repository, ref, before: noSha, after, commits, pusher: author })
  }
}

/** A branch made from what is there: a push without commits, or with those that the default branch has. */
function* releaseBranch(world: World, repository: Repository, author: Person): Life {
  const { random } = world
  const after = headOf(repository, repository.defaultBranch)
  const name = `release/${random.int(1, 9)}.${random.int(0, 99)}-${random.hex(3)}`
  const known = repository.history.slice(-3)
  const head = known.at(-1)?.sha === after ? known : []
  deliverPush(world, {
    repository,
    ref: `refs/heads/${name}`,
    before: noSha,
    after,
    commits: random.chance(0.5) ? head.map(seen) : [],
    pusher: author,
    baseRef: `refs/heads/${repository.defaultBranch}`,
    head: head.at(-1) ?? null,
  })
  deliverCreated(world, repository, author, { ref: name, ref_type: 'branch' })
  yield world.later(author, 2 * hour)
  if (random.chance(0.5)) rewriteBranch(world, repository, author, name)
}

/** A force push: other commits in the place of those that were there. */
function rewriteBranch(world: World, repository: Repository, pusher: Person, name: string): void {
  const commits = createCommits(world, pusher, 2)
  const before = headOf(repository, name)
  const after = lastSha(commits)
  const ref = `refs/heads/${name}`
  deliverPush(world, { repository, ref, before, after, commits: commits.map(fresh), pusher, forced: true })
}

/** A tag: a push that counts nowhere, even when it brings commits that no branch has. */
function* tag(world: World, repository: Repository, pusher: Person): Life {
  const { random } = world
  const name = `v${random.int(0, 9)}.${random.int(0, 99)}.0-${random.hex(3)}`
  const unreleased = random.chance(0.2) ? createCommits(world, pusher, 1) : []
  const [head] = unreleased.length > 0 ? unreleased : repository.history.slice(-1)
  const after = head?.sha ?? headOf(repository, repository.defaultBranch)
  const ref = `refs/tags/${name}`
  deliverPush(world, {
    repository,
    ref,
    before: noSha,
    after,
    commits: unreleased.map(fresh),
    pusher,
    head: head ?? null,
  })
  deliverCreated(world, repository, pusher, { ref: name, ref_type: 'tag' })
  if (!random.chance(0.2)) return
  yield world.later(pusher, hour)
  deliverPush(world, { repository, ref, before: after, after: noSha, commits: [], pusher })
}

function deliverCreated(world: World, repository: Repository, sender: Person, what: JsonObject): void {
  const rest = { master_branch: repository.defaultBranch, description: null, pusher_type: 'user' }
  world.deliver({ event: 'create', repository, sender, payload: { ...what, ...rest } })
}

/** The same commits in two repositories: each counts them. */
function mirror(world: World, repository: Repository, author: Person): void {
  const { random } = world
  const commits = createCommits(world, author, random.int(1, 4))
  const copies = [repository, ...random.sample(world.repositories, 1)]
  for (const copy of new Set(copies)) advanceDefault(world, copy, author, commits.map(fresh))
}

/** A repository's past arrives in one push: commits spread over two years. */
function importHistory(world: World, repository: Repository, author: Person): void {
  const ages = Array.from({ length: 20 }, () => world.random.int(30, 730) * day).sort((a, b) => b - a)
  const commits = ages.map((age) => createCommit(world, author, world.now() - age, 'Import'))
  advanceDefault(world, repository, author, commits.map(fresh))
}

/** A commit with a time that no column can hold, between two good ones: it alone does not count. */
function strangeTimes(world: World, repository: Repository, author: Person): void {
  const writtenTime = world.random.pick(['1901-12-13T20:45:52Z', '2199-01-01T00:00:00+05:30'])
  const [first, last] = createCommits(world, author, 2)
  if (first === undefined || last === undefined) return
  const odd = { ...createCommit(world, author, Date.parse(writtenTime), 'Odd clock'), writtenTime }
  advanceDefault(world, repository, author, [first, odd, last].map(fresh))
}
