import type { NodeQuestion } from './question.ts'

export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

export interface ActorNode {
  readonly __typename: string
  readonly login: string
  readonly databaseId?: number | null
}

export interface TimelineNode {
  readonly __typename: string
  readonly createdAt?: string
  readonly updatedAt?: string
  readonly fullDatabaseId?: string | null
  readonly author?: ActorNode | null
  readonly state?: string
  readonly submittedAt?: string | null
  readonly commit?: { readonly oid: string } | null
}

export interface Timeline {
  readonly pageInfo: PageInfo
  readonly nodes: readonly (TimelineNode | null)[]
}

interface ItemNode {
  readonly id: string
  readonly fullDatabaseId: string | null
  readonly number: number
  readonly title: string
  readonly url: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly closedAt: string | null
  readonly author: ActorNode | null
  readonly timelineItems: Timeline
  /** Only where they were asked. */
  readonly labels?: { readonly nodes: readonly { readonly name: string }[] } | null
}

export interface IssueNode extends ItemNode {
  readonly state: 'OPEN' | 'CLOSED'
  readonly stateReason: string | null
  readonly milestone: {
    readonly number: number
    readonly title: string
    readonly state: string
    readonly dueOn: string | null
    readonly createdAt: string
    readonly updatedAt: string
    readonly closedAt: string | null
  } | null
  readonly assignees?: { readonly nodes: readonly ActorNode[] }
}

export interface PullRequestNode extends ItemNode {
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED'
  readonly mergedAt: string | null
  readonly mergedBy: ActorNode | null
  readonly mergeable: string
  readonly mergeCommit: { readonly oid: string } | null
  readonly isDraft: boolean
  readonly additions: number
  readonly deletions: number
  readonly changedFiles: number
  readonly totalCommentsCount: number | null
  readonly headRefName: string
  readonly headRefOid: string
  readonly baseRefName: string
  readonly baseRefOid: string
  readonly headRepository: { readonly databaseId: number | null } | null
}

const who = `fragment Who on Actor { __typename login
  ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } ... on Organization { databaseId } }`
const comment = `fragment Comment on IssueComment { fullDatabaseId author { ...Who } createdAt updatedAt }`
const review = `fragment Review on PullRequestReview {
  fullDatabaseId state author { ...Who } submittedAt commit { oid } }`

const timelines = {
  issue: 'itemTypes: [CLOSED_EVENT, ISSUE_COMMENT]',
  pull_request: 'itemTypes: [CLOSED_EVENT, ISSUE_COMMENT, PULL_REQUEST_REVIEW, PULL_REQUEST_COMMIT]',
} as const
const events = {
  issue:
    '{ pageInfo { hasNextPage endCursor } nodes { __typename ... on ClosedEvent { createdAt } ...Comment } }',
  pull_request:
    '{ pageInfo { hasNextPage endCursor } nodes { __typename ... on ClosedEvent { createdAt } ...Comment ...Review } }',
} as const

const issue = `fragment IssueFields on Issue { id fullDatabaseId number title url state stateReason
  createdAt updatedAt closedAt author { ...Who }
  milestone { number title state dueOn createdAt updatedAt closedAt }
  timelineItems(first: 100, ${timelines.issue}) ${events.issue} }`
const pullRequest = `fragment PullFields on PullRequest { id fullDatabaseId number title url state
  createdAt updatedAt closedAt author { ...Who } mergedAt mergedBy { ...Who } mergeable mergeCommit { oid }
  isDraft additions deletions changedFiles totalCommentsCount
  headRefName headRefOid baseRefName baseRefOid headRepository { databaseId }
  timelineItems(first: 100, ${timelines.pull_request}) ${events.pull_request} }`

export type ItemKind = 'issue' | 'pull_request'

const asked = {
  issue: {
    type: 'Issue',
    fragments: [who, comment, issue],
    lean: '{ ...IssueFields }',
    worn: '{ ...IssueFields ... on Issue { labels(first: 100) { nodes { name } } assignees(first: 20) { nodes { __typename login databaseId } } } }',
    connections: { lean: 1, worn: 3 },
  },
  pull_request: {
    type: 'PullRequest',
    fragments: [who, comment, review, pullRequest],
    lean: '{ ...PullFields }',
    worn: '{ ...PullFields ... on PullRequest { labels(first: 100) { nodes { name } } } }',
    connections: { lean: 1, worn: 2 },
  },
} as const

/** An issue or a pull request; `worn`: with its labels and assignees, which cost a connection each. */
export function itemQuestion(kind: ItemKind, id: string, variant: 'lean' | 'worn'): NodeQuestion {
  const { fragments, connections } = asked[kind]
  const selection = asked[kind][variant]
  return { kind: 'node', id, selection, fragments, connections: connections[variant], weight: 10 }
}

/** What follows in a timeline that was longer than a page. */
export function timelineQuestion(kind: ItemKind, id: string, after: string): NodeQuestion {
  const { type, fragments } = asked[kind]
  const page = `timelineItems(first: 100, after: ${JSON.stringify(after)}, ${timelines[kind]}) ${events[kind]}`
  const used = fragments.filter((fragment) => !/^fragment (Issue|Pull)Fields/.test(fragment))
  const selection = `{ ... on ${type} { ${page} } }`
  return { kind: 'node', id, selection, fragments: used, connections: 1, weight: 100 }
}
