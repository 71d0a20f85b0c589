import type { CheckedNode } from './check-questions.ts'
import type { ItemKind, PageInfo } from './item-questions.ts'
import { type FieldQuestion, type RepositoryName, repositoryQuestion } from './question.ts'

interface Counted {
  readonly totalCount: number
}

export interface RepositoryNode {
  readonly databaseId: number | null
  readonly nameWithOwner: string
  readonly url: string
  readonly description: string | null
  readonly homepageUrl: string | null
  readonly primaryLanguage: { readonly name: string } | null
  readonly visibility: string
  readonly isPrivate: boolean
  readonly isFork: boolean
  readonly isArchived: boolean
  readonly isDisabled: boolean
  readonly stargazerCount: number
  readonly forkCount: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly pushedAt: string | null
  readonly defaultBranchRef: { readonly name: string } | null
  readonly repositoryTopics: { readonly nodes: readonly { readonly topic: { readonly name: string } }[] }
  readonly languages: {
    readonly edges: readonly { readonly size: number; readonly node: { readonly name: string } }[]
  } | null
  readonly labels: {
    readonly nodes: readonly { readonly name: string }[]
    readonly pageInfo: PageInfo
  } | null
  readonly issuesOpen: Counted
  readonly issuesClosed: Counted
  readonly pullsOpen: Counted
  readonly pullsClosed: Counted
  readonly pullsMerged: Counted
  readonly deployments: Counted
  readonly releases: Counted
  /** The folder of workflows on the default branch; null: there is none. */
  readonly workflows: { readonly __typename: string } | null
}

/** What a repository is, and what GitHub counts in it. */
export function overviewQuestion(repository: RepositoryName): FieldQuestion {
  return repositoryQuestion(
    repository,
    `databaseId nameWithOwner url description homepageUrl primaryLanguage { name } visibility isPrivate isFork
    isArchived isDisabled stargazerCount forkCount createdAt updatedAt pushedAt defaultBranchRef { name }
    repositoryTopics(first: 100) { nodes { topic { name } } }
    languages(first: 100) { edges { size node { name } } }
    labels(first: 100) { nodes { name } pageInfo { hasNextPage endCursor } }
    issuesOpen: issues(states: OPEN) { totalCount } issuesClosed: issues(states: CLOSED) { totalCount }
    pullsOpen: pullRequests(states: OPEN) { totalCount } pullsClosed: pullRequests(states: CLOSED) { totalCount }
    pullsMerged: pullRequests(states: MERGED) { totalCount }
    deployments { totalCount } releases { totalCount }
    workflows: object(expression: "HEAD:.github/workflows") { __typename }`,
    { connections: 10, weight: 40 },
  )
}

interface Newest {
  readonly nodes: readonly ({ readonly updatedAt: string } | null)[]
}

export interface PulseNode {
  readonly updatedAt: string
  readonly pushedAt: string | null
  readonly issues: Newest
  readonly pullRequests: Newest
  readonly deployments: Newest
  readonly releases: Newest
  readonly defaultBranchRef: {
    readonly target: { readonly checkSuites?: Newest | null } | null
  } | null
}

/** When the newest things of a repository changed; checks those of its head: what runs by the clock pushes nothing. */
export function pulseQuestion(repository: RepositoryName): FieldQuestion {
  const newest = 'orderBy: { field: UPDATED_AT, direction: DESC }'
  const made = 'orderBy: { field: CREATED_AT, direction: DESC }'
  return repositoryQuestion(
    repository,
    `updatedAt pushedAt
    issues(first: 1, ${newest}) { nodes { updatedAt } }
    pullRequests(first: 1, ${newest}) { nodes { updatedAt } }
    deployments(first: 10, ${made}) { nodes { updatedAt } }
    releases(first: 5, ${made}) { nodes { updatedAt } }
    defaultBranchRef { target { ... on Commit { checkSuites(last: 10) { nodes { updatedAt } } } } }`,
    { connections: 5, weight: 30 },
  )
}

export interface ItemPage {
  readonly items: {
    readonly nodes: readonly ({ readonly id: string; readonly updatedAt: string } | null)[]
    readonly pageInfo: PageInfo
  }
}

const lists = { issue: 'issues', pull_request: 'pullRequests' } as const

export interface ItemPageOptions {
  readonly kind: ItemKind
  readonly after: string | null
  /** Oldest first, where what comes meanwhile is at the end; newest first only as far as something changed. */
  readonly order: 'created' | 'updated'
  /** Only those that wear it. */
  readonly label?: string
  /** Only those that are assigned to somebody; of issues. */
  readonly assigned?: true
}

/** A hundred issues or pull requests, by their ids. */
export function itemPageQuestion(repository: RepositoryName, options: ItemPageOptions): FieldQuestion {
  const { kind, after, order, label, assigned } = options
  const given = [
    'first: 100',
    ...(after === null ? [] : [`after: ${JSON.stringify(after)}`]),
    ...(label === undefined ? [] : [`labels: [${JSON.stringify(label)}]`]),
    ...(assigned === undefined ? [] : ['filterBy: { assignee: "*" }']),
    order === 'created'
      ? 'orderBy: { field: CREATED_AT, direction: ASC }'
      : 'orderBy: { field: UPDATED_AT, direction: DESC }',
  ]
  const list = `items: ${lists[kind]}(${given.join(', ')})`
  const selection = `${list} { nodes { id updatedAt } pageInfo { hasNextPage endCursor } }`
  return repositoryQuestion(repository, selection, { connections: 1, weight: 30 })
}

export interface CommitNode extends CheckedNode {
  readonly message: string
  readonly url: string
  readonly author: { readonly name: string | null; readonly user: { readonly login: string } | null } | null
}

export interface CommitPage {
  readonly defaultBranchRef: {
    readonly name: string
    readonly target: {
      readonly history?: { readonly nodes: readonly CommitNode[]; readonly pageInfo: PageInfo }
    } | null
  } | null
}

/** A hundred commits of the default branch, the newest first. */
export function commitPageQuestion(
  repository: RepositoryName,
  { after, since }: { readonly after: string | null; readonly since: Date | null },
): FieldQuestion {
  const given = [
    'first: 100',
    ...(after === null ? [] : [`after: ${JSON.stringify(after)}`]),
    ...(since === null ? [] : [`since: ${JSON.stringify(since.toISOString())}`]),
  ]
  const commits =
    'nodes { oid committedDate message url author { name user { login } } statusCheckRollup { state } }'
  return repositoryQuestion(
    repository,
    `defaultBranchRef { name target { ... on Commit { history(${given.join(', ')}) { ${commits} pageInfo { hasNextPage endCursor } } } } }`,
    { connections: 1, weight: 150 },
  )
}
