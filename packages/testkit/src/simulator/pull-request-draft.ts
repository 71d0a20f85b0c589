import { hour } from './calendar.ts'
import { createCommits, headOf } from './commits.ts'
import type { Fork, Person, Pull, Repository } from './model.ts'
import { lastSha } from './pull-request-head.ts'
import type { World } from './world.ts'

export interface PullPlan {
  readonly author: Person
  readonly title: string
  readonly headRef: string
  readonly number: number
  readonly fork?: Fork | null
  readonly draft?: boolean
  /** When it was opened, for one that was there before; else it is opened later. */
  readonly createdAt?: number
}

/** A pull request with its commits made and nothing sent yet. */
export function draftPull(world: World, repository: Repository, plan: PullPlan): Pull {
  const { random } = world
  const createdAt = plan.createdAt ?? world.now()
  const pushed = createCommits(world, plan.author, random.int(1, 5), createdAt)
  const changed = Math.round(random.around(60, 1.4))
  return {
    ...unborn(repository),
    id: world.id('pull'),
    number: plan.number,
    author: plan.author,
    title: plan.title,
    headRef: plan.headRef,
    fork: plan.fork ?? null,
    draft: plan.draft ?? false,
    createdAt,
    updatedAt: plan.createdAt === undefined ? createdAt : createdAt + hour,
    pushed,
    headSha: lastSha(pushed),
    baseSha: headOf(repository, repository.defaultBranch),
    additions: Math.ceil(changed * 0.7),
    deletions: Math.floor(changed * 0.3),
    changedFiles: 1 + Math.floor(changed / 25),
    commits: pushed.length,
  }
}

function unborn(repository: Repository) {
  return {
    repository,
    requestedReviewers: [],
    requestedTeams: [],
    assignees: [],
    labels: [],
    reviews: [],
    baseRef: repository.defaultBranch,
    state: 'open' as const,
    locked: false,
    autoMerge: false,
    mergeable: null,
    merged: false,
    mergedBy: null,
    mergedAt: null,
    closedAt: null,
    comments: 0,
    reviewComments: 0,
  }
}

/** The next number of a repository's issues and pull requests. */
export function newNumber(repository: Repository): number {
  repository.lastNumber += 1
  return repository.lastNumber
}

/** A number of something that was there before the simulation began. Throws when there are none left. */
export function oldNumber(repository: Repository): number {
  if (repository.oldNumber <= 0) throw new Error(`${repository.name} has no older number left`)
  repository.oldNumber -= 1
  return repository.oldNumber + 1
}
