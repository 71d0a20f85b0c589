import type { JsonObject } from './json.ts'

/** Who acts: a person, or a bot. */
export interface Person {
  readonly id: number
  readonly login: string
  readonly name: string
  readonly email: string
  readonly bot: boolean
  /** IANA zone in which this person works and commits. */
  readonly zone: string
  /** The `user` object of payloads. */
  readonly object: JsonObject
}

export type TargetType = 'repository' | 'organization' | 'integration'

/** What sends deliveries: a repository's hook, an organisation's, or a GitHub App. */
export interface Hook {
  readonly id: number
  readonly targetType: TargetType
  readonly targetId: number
  /** The `installation` object of payloads: an App's only. */
  readonly installation: JsonObject | null
}

export interface Team {
  readonly slug: string
  readonly object: JsonObject
}

/** Who owns repositories. */
export interface Account {
  readonly id: number
  readonly login: string
  /** Null when each repository has a hook of its own. */
  readonly hook: Hook | null
  /** The `owner` object of a repository. */
  readonly owner: JsonObject
  /** The `organization` object of payloads; null for a person's account. */
  readonly organization: JsonObject | null
  readonly teams: readonly Team[]
}

export interface Commit {
  readonly sha: string
  readonly tree: string
  readonly author: Person
  readonly message: string
  /** Whole seconds, in milliseconds UTC. */
  readonly at: number
  readonly added: readonly string[]
  readonly modified: readonly string[]
  readonly removed: readonly string[]
  /** What the push payload says of its time when that is no time of this era. */
  readonly writtenTime?: string
}

export interface Repository {
  readonly id: number
  name: string
  owner: Account
  /** Every `owner/name` that it has had; the last is the one it has. */
  readonly names: string[]
  readonly defaultBranch: string
  readonly createdAt: number
  readonly language: string
  /** Its own, which serves while its owner has none for all repositories. */
  readonly hook: Hook
  pushedAt: number
  updatedAt: number
  stars: number
  forks: number
  openIssues: number
  /** Issues and pull requests share one sequence of numbers. */
  lastNumber: number
  /** The newest number of what was there before the simulation began and was not given out yet. */
  oldNumber: number
  /** Head of each branch, the default one included. */
  readonly branches: Map<string, string>
  /** The newest commits of the default branch, oldest first. */
  readonly history: Commit[]
}

export interface Label {
  readonly name: string
  readonly object: JsonObject
}

/** A copy of a repository in somebody's own account: pushes to it are not delivered to our hooks. */
export interface Fork {
  readonly owner: Person
  /** Null once it is deleted. */
  object: JsonObject | null
}

export interface Review {
  readonly id: number
  readonly author: Person
  readonly submittedAt: number
  readonly body: string | null
  readonly commit: string
  state: string
}

export interface Pull {
  readonly id: number
  readonly number: number
  readonly repository: Repository
  readonly author: Person
  readonly createdAt: number
  readonly fork: Fork | null
  readonly headRef: string
  readonly pushed: Commit[]
  readonly requestedReviewers: Person[]
  readonly requestedTeams: Team[]
  readonly assignees: Person[]
  readonly labels: Label[]
  readonly reviews: Review[]
  title: string
  headSha: string
  baseRef: string
  baseSha: string
  state: 'open' | 'closed'
  draft: boolean
  locked: boolean
  autoMerge: boolean
  /** False when it conflicts with its base, null while GitHub has not looked. */
  mergeable: boolean | null
  merged: boolean
  mergedBy: Person | null
  mergedAt: number | null
  closedAt: number | null
  updatedAt: number
  additions: number
  deletions: number
  changedFiles: number
  commits: number
  comments: number
  reviewComments: number
}

export interface Issue {
  readonly id: number
  readonly number: number
  readonly repository: Repository
  readonly author: Person
  readonly createdAt: number
  readonly labels: Label[]
  readonly assignees: Person[]
  title: string
  state: 'open' | 'closed'
  stateReason: string | null
  closedAt: number | null
  updatedAt: number
  comments: number
}

/** `owner/name` as it is now. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`
}
