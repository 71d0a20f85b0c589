import { createRandom, type Random } from '../../simulator/random.ts'
import { isoSeconds } from '../../simulator/zone.ts'
import type { GitHubObject } from '../fields.ts'
import type { GitHubWorld } from './github-world.ts'
import type { RepositoryState } from './repository-state.ts'

export interface SeedOptions {
  readonly seed: number
  readonly repositories: number
  /** Of all repositories together; half of them are pull requests. */
  readonly issuesAndPullRequests: number
  /** Of each default branch. 30. */
  readonly commits?: number
  /** Login of the organisation that owns them. `acme`. */
  readonly owner?: string
  readonly from: Date
  readonly until: Date
}

const hour = 3_600_000

/** Fills a world that never was: the same options make the same one, in seconds even when it is large. */
export function seedWorld(world: GitHubWorld, options: SeedOptions): void {
  const random = createRandom(`world/${options.seed}`)
  const owner = { login: options.owner ?? 'acme', id: 60_000_000, type: 'Organization' }
  const people = Array.from({ length: 40 }, (_, index) => ({
    login: `dev-${index}`,
    id: 7_000_000 + index,
    type: 'User',
  }))
  for (const account of [owner, ...people]) world.remember(account)
  const ids = { next: 1_000_000 }
  for (let index = 0; index < options.repositories; index += 1) {
    const repository = seedRepository(world, owner, index, random, options)
    const share = Math.floor(options.issuesAndPullRequests / options.repositories)
    const rest = index < options.issuesAndPullRequests % options.repositories ? 1 : 0
    for (let number = 1; number <= share + rest; number += 1)
      seedIssue({ repository, owner, people, random, options, ids }, number)
    seedCommits(repository, people, random, options)
  }
}

function seedRepository(
  world: GitHubWorld,
  owner: GitHubObject,
  index: number,
  random: Random,
  options: SeedOptions,
): RepositoryState {
  const name = `service-${String(index).padStart(3, '0')}`
  const created = isoSeconds(options.from.getTime() - random.int(1, 500) * 24 * hour)
  const repository = world.observe(
    {
      id: 400_000_000 + index,
      name,
      full_name: `${owner.login}/${name}`,
      owner,
      private: random.chance(0.5),
      default_branch: 'main',
      language: 'TypeScript',
      created_at: created,
      updated_at: isoSeconds(options.until.getTime()),
      pushed_at: isoSeconds(options.until.getTime()),
    },
    options.until.getTime(),
  )
  repository.languages = { TypeScript: random.int(1_000, 900_000), Shell: random.int(10, 4_000) }
  repository.labels.set('bug', seedLabel(repository, 'bug'))
  return repository
}

function seedLabel({ id, object }: RepositoryState, name: string): GitHubObject {
  const url = `https://api.github.com/repos/${object.full_name}/labels/${name}`
  return { id: id * 2, node_id: `LA_${id.toString(36)}`, url, name, color: 'd73a4a', default: true }
}

interface Seeding {
  readonly repository: RepositoryState
  readonly owner: GitHubObject
  readonly people: readonly GitHubObject[]
  readonly random: Random
  readonly options: SeedOptions
  readonly ids: { next: number }
}

function seedIssue(seeding: Seeding, number: number): void {
  const { repository, random, options, ids, people } = seeding
  const created = random.int(options.from.getTime(), options.until.getTime() - hour)
  const isClosed = random.chance(0.7)
  const closed = isClosed ? random.int(created, options.until.getTime()) : null
  ids.next += random.int(1, 5)
  const label = repository.labels.get('bug')
  const object: GitHubObject = {
    id: ids.next,
    number,
    title: `Change ${number}`,
    user: random.pick(people),
    state: isClosed ? 'closed' : 'open',
    labels: label !== undefined && random.chance(0.2) ? [label] : [],
    assignees: [],
    comments: random.int(0, 5),
    author_association: 'MEMBER',
    created_at: isoSeconds(created),
    updated_at: isoSeconds(closed ?? random.int(created, options.until.getTime())),
    closed_at: closed === null ? null : isoSeconds(closed),
  }
  seedComments(seeding, object)
  const at = closed === null ? null : isoSeconds(closed)
  const timeline = at === null ? [] : [{ kind: 'closed', at } as const]
  if (random.chance(0.5)) seedPull(seeding, object, at)
  else
    repository.issues.set(number, {
      number,
      object: { ...object, state_reason: isClosed ? 'completed' : null },
      timeline: [...timeline],
    })
}

/** As many as the issue counts. */
function seedComments({ repository, people, random, ids }: Seeding, issue: GitHubObject): void {
  for (let index = 0; index < Number(issue.comments); index += 1) {
    ids.next += 1
    const path = `${repository.object.full_name}/issues`
    const { created_at, updated_at, author_association } = issue
    const comment = {
      id: ids.next,
      node_id: `IC_${ids.next.toString(36)}`,
      url: `https://api.github.com/repos/${path}/comments/${ids.next}`,
      html_url: `https://github.com/${path}/${issue.number}#issuecomment-${ids.next}`,
      issue_url: `https://api.github.com/repos/${path}/${issue.number}`,
      ...{ body: 'Seen.', user: random.pick(people), author_association, created_at, updated_at },
    }
    repository.comments.set(ids.next, comment)
  }
}

function seedPull(
  { repository, owner, random }: Seeding,
  issue: GitHubObject,
  closedAt: string | null,
): void {
  const isMerged = closedAt !== null && random.chance(0.8)
  const { object: repo } = repository
  const sha = random.hex(40)
  const number = Number(issue.number)
  const merged = isMerged ? [{ kind: 'merged', at: closedAt } as const] : []
  const closed = closedAt === null ? [] : [{ kind: 'closed', at: closedAt } as const]
  repository.pulls.set(number, {
    number,
    object: {
      ...issue,
      draft: false,
      merged: isMerged,
      merged_at: isMerged ? closedAt : null,
      merge_commit_sha: isMerged ? sha : null,
      merged_by: isMerged ? (issue.user ?? null) : null,
      mergeable: closedAt === null ? true : null,
      mergeable_state: closedAt === null ? 'clean' : 'unknown',
      additions: random.int(1, 400),
      deletions: random.int(0, 200),
      changed_files: random.int(1, 20),
      commits: random.int(1, 9),
      review_comments: 0,
      requested_reviewers: [],
      requested_teams: [],
      head: { ref: `change-${number}`, sha, user: owner, repo },
      base: { ref: 'main', sha: random.hex(40), user: owner, repo },
    },
    timeline: [...merged, ...closed],
    reviews: new Map(),
    reviewComments: new Map(),
    files: [],
    issue: null,
  })
}

function seedCommits(
  repository: RepositoryState,
  people: readonly GitHubObject[],
  random: Random,
  options: SeedOptions,
): void {
  const count = options.commits ?? 30
  const length = options.until.getTime() - options.from.getTime()
  let parent: string | null = null
  for (let index = 0; index < count; index += 1) {
    const sha = random.hex(40)
    const at = Math.floor((options.from.getTime() + (length * index) / count) / 1000) * 1000
    const { login } = random.pick(people)
    const author = { name: String(login), email: `${login}@example.org`, username: login }
    const object = {
      id: sha,
      tree_id: random.hex(40),
      message: `Commit ${index}`,
      timestamp: isoSeconds(at),
      author,
    }
    repository.commits.set(sha, { sha, parent, at, object: { ...object, committer: author } })
    parent = sha
  }
  if (parent !== null) repository.branches.set('main', parent)
}
