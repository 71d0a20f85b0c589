import type { GitHubObject } from '../fields.ts'

/** What a timeline tells of an issue or a pull request: `at` is ISO text. */
export interface TimelineEntry {
  readonly kind: 'closed' | 'reopened' | 'merged'
  readonly at: string
}

export interface IssueState {
  readonly number: number
  object: GitHubObject
  readonly timeline: TimelineEntry[]
}

export interface PullState extends IssueState {
  readonly reviews: Map<number, GitHubObject>
  readonly reviewComments: Map<number, GitHubObject>
  files: readonly GitHubObject[]
  /** The pull request as an issue, once a payload has shown it. */
  issue: GitHubObject | null
}

/** A commit, in the shape of pushes. */
export interface CommitState {
  readonly sha: string
  readonly parent: string | null
  readonly at: number
  readonly object: GitHubObject
}

/** Everything that GitHub knows of one repository. */
export interface RepositoryState {
  readonly id: number
  object: GitHubObject
  readonly issues: Map<number, IssueState>
  /** Numbers of issues that are gone: what is told of them later does not bring them back. */
  readonly goneIssues: Set<number>
  readonly pulls: Map<number, PullState>
  /** Of the default branch. */
  readonly commits: Map<string, CommitState>
  /** Of other branches, and heads of pull requests. */
  readonly pushed: Map<string, CommitState>
  /** Head of each branch that was pushed. */
  readonly branches: Map<string, string>
  /** By name in lower case. */
  readonly labels: Map<string, GitHubObject>
  readonly checkSuites: Map<number, GitHubObject>
  readonly checkRuns: Map<number, GitHubObject>
  readonly workflows: Map<number, GitHubObject>
  readonly workflowRuns: Map<number, GitHubObject>
  readonly workflowJobs: Map<number, GitHubObject>
  readonly statuses: Map<number, GitHubObject>
  readonly deployments: Map<number, GitHubObject>
  /** Of each deployment, by the status's id. */
  readonly deploymentStatuses: Map<number, Map<number, GitHubObject>>
  readonly releases: Map<number, GitHubObject>
  /** Text of files on the default branch, by path. */
  readonly files: Map<string, string>
  /** The same at each commit that was a head, as far as a push came while there were files. */
  readonly filesAt: Map<string, ReadonlyMap<string, string>>
  languages: Readonly<Record<string, number>>
  contributors: readonly GitHubObject[]
  /** Issue comments that are counted by issues, by id. */
  readonly comments: Map<number, GitHubObject>
  /** Changes with every change: what was made of it is made anew. */
  revision: number
}

export function createRepositoryState(id: number, object: GitHubObject): RepositoryState {
  return {
    id,
    object,
    issues: new Map(),
    goneIssues: new Set(),
    pulls: new Map(),
    commits: new Map(),
    pushed: new Map(),
    branches: new Map(),
    labels: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    workflows: new Map(),
    workflowRuns: new Map(),
    workflowJobs: new Map(),
    statuses: new Map(),
    deployments: new Map(),
    deploymentStatuses: new Map(),
    releases: new Map(),
    files: new Map(),
    filesAt: new Map(),
    languages: {},
    contributors: [],
    comments: new Map(),
    revision: 0,
  }
}
