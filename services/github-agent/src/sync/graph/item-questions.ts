import type { CheckedNode } from './check-questions.ts'
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
  /** A commit of a pull request. */
  readonly checked?: CheckedNode | null
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
  readonly isCrossRepository: boolean
}

const who = `fragment Who on Actor { __typename login
  ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } ... on Organization { databaseId } }`
const comment = `fragment Comment on IssueComment { fullDatabaseId author { ...Who } createdAt updatedAt }`
const review = `fragment Review on PullRequestReview {
  fullDatabaseId state author { ...Who } submittedAt commit { oid } }`
const checked = `fragment Checked on PullRequestCommit { checked: commit { oid committedDate statusCheckRollup { state } } }`

const timelines = {
  issue: 'itemTypes: [CLOSED_EVENT, ISSUE_COMMENT]',
  pull_request: 'itemTypes: [CLOSED_EVENT, ISSUE_COMMENT, PULL_REQUEST_REVIEW, PULL_REQUEST_COMMIT]',
} as const
const eventsOf = (shown: string) =>
  `{ pageInfo { hasNextPage endCursor } nodes { __typename ... on ClosedEvent { createdAt } ${shown} } }`
const events = {
  issue: eventsOf('...Comment'),
  pull_request: eventsOf('...Comment ...Review'),
  checked_pull_request: eventsOf('...Comment ...Review ...Checked'),
} as const

const issue = `fragment IssueFields on Issue { id fullDatabaseId number title url state stateReason
  createdAt updatedAt closedAt author { ...Who }
  milestone { number title state dueOn createdAt updatedAt closedAt }
  timelineItems(first: 100, ${timelines.issue}) ${events.issue} }`
const pullFields = (
  name: string,
  shown: string,
) => `fragment ${name} on PullRequest { id fullDatabaseId number title url state
  createdAt updatedAt closedAt author { ...Who } mergedAt mergedBy { ...Who } mergeable mergeCommit { oid }
  isDraft additions deletions changedFiles totalCommentsCount
  headRefName headRefOid baseRefName baseRefOid headRepository { databaseId } isCrossRepository
  timelineItems(first: 100, ${timelines.pull_request}) ${shown} }`

export type ItemKind = 'issue' | 'pull_request'
type Shape = ItemKind | 'checked_pull_request'

interface Asked {
  readonly type: string
  readonly used: readonly string[]
  readonly fields: readonly [name: string, fragment: string]
  /** A connection each. */
  readonly worn: readonly string[]
}

const labels = 'labels(first: 100) { nodes { name } }'
const asked: Readonly<Record<Shape, Asked>> = {
  issue: {
    type: 'Issue',
    used: [who, comment],
    fields: ['IssueFields', issue],
    worn: [labels, 'assignees(first: 20) { nodes { __typename login databaseId } }'],
  },
  pull_request: {
    type: 'PullRequest',
    used: [who, comment, review],
    fields: ['PullFields', pullFields('PullFields', events.pull_request)],
    worn: [labels],
  },
  checked_pull_request: {
    type: 'PullRequest',
    used: [who, comment, review, checked],
    fields: ['CheckedPullFields', pullFields('CheckedPullFields', events.checked_pull_request)],
    worn: [labels],
  },
}

export interface ItemQuestionOptions {
  /** With its labels and assignees, which cost a connection each. */
  readonly worn: boolean
  /** With what says whether its commits were checked, of a pull request: GitHub takes its time for that. */
  readonly checked: boolean
}

/** An issue or a pull request. */
export function itemQuestion(kind: ItemKind, id: string, options: ItemQuestionOptions): NodeQuestion {
  const shape = shapeOf(kind, options)
  const { type, used, fields, worn } = asked[shape]
  const [name, fragment] = fields
  const more = options.worn ? ` ... on ${type} { ${worn.join(' ')} }` : ''
  return {
    ...{ kind: 'node', id, selection: `{ ...${name}${more} }`, fragments: [...used, fragment] },
    ...{ connections: options.worn ? 1 + worn.length : 1, weight: 10 },
  }
}

function shapeOf(kind: ItemKind, { checked }: Pick<ItemQuestionOptions, 'checked'>): Shape {
  return kind === 'pull_request' && checked ? 'checked_pull_request' : kind
}

/** What follows in a timeline that was longer than a page. */
export function timelineQuestion(
  kind: ItemKind,
  id: string,
  { after, checked }: { readonly after: string; readonly checked: boolean },
): NodeQuestion {
  const shape = shapeOf(kind, { checked })
  const { type, used } = asked[shape]
  const page = `timelineItems(first: 100, after: ${JSON.stringify(after)}, ${timelines[kind]}) ${events[shape]}`
  return {
    ...{ kind: 'node', id, selection: `{ ... on ${type} { ${page} } }`, fragments: used },
    ...{ connections: 1, weight: 100 },
  }
}
