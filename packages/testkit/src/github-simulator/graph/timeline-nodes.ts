import { createHash } from 'node:crypto'
import { type GitHubObject, instantAt, numberAt, objectAt, textAt } from '../fields.ts'
import type {
  CommitState,
  IssueState,
  PullState,
  RepositoryState,
  TimelineEntry,
} from '../world/repository-state.ts'
import { actorOrNull } from './actor-node.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'
import { nodeIdOf } from './identity.ts'

const types = {
  closed: { item: 'CLOSED_EVENT', name: 'ClosedEvent' },
  reopened: { item: 'REOPENED_EVENT', name: 'ReopenedEvent' },
  merged: { item: 'MERGED_EVENT', name: 'MergedEvent' },
} as const

/** One entry of a timeline; commits have no time of their own here and stand at its beginning. */
interface Item {
  readonly type: string
  readonly at: number
  readonly key: string
  readonly node: () => GraphNode
}

export interface TimelineParts {
  readonly repository: RepositoryState
  readonly issue: IssueState | PullState
  readonly closable: () => GraphNode
  readonly commitNode?: (commit: CommitState) => GraphNode
  readonly reviewNode?: (review: GitHubObject) => GraphNode
}

/** What became of an issue or a pull request, oldest first: as far as payloads tell it. */
export function timelineConnection(args: FieldArguments, parts: TimelineParts): GraphNode {
  const { itemTypes, since } = args
  const all = itemsOf(parts).sort((one, other) => one.at - other.at)
  const asked = all.filter(
    ({ type, at }) =>
      (!Array.isArray(itemTypes) || itemTypes.includes(type)) &&
      (typeof since !== 'string' || at >= Date.parse(since)),
  )
  return {
    ...connection(
      args,
      asked,
      ({ key }) => key,
      ({ node }) => node(),
    ),
    filteredCount: asked.length,
    totalCount: all.length,
    updatedAt: parts.issue.object.updated_at,
  }
}

function itemsOf({ repository, issue, closable, reviewNode, commitNode }: TimelineParts): Item[] {
  const changes = issue.timeline.map((entry) => ({
    type: types[entry.kind].item,
    at: Date.parse(entry.at),
    key: `${entry.kind}/${entry.at}`,
    node: () => eventNode(issue, entry, closable),
  }))
  const comments = commentsOf(repository, issue).map((comment) => ({
    type: 'ISSUE_COMMENT',
    at: instantAt(comment, 'created_at') ?? 0,
    key: `comment/${comment.id}`,
    node: () => commentNode(comment),
  }))
  if (!('reviews' in issue)) return [...changes, ...comments]
  const reviews = [...issue.reviews.values()].map((review) => ({
    type: 'PULL_REQUEST_REVIEW',
    at: instantAt(review, 'submitted_at') ?? 0,
    key: `review/${review.id}`,
    node: () => reviewNode?.(review) ?? {},
  }))
  return [...commitsOf(repository, issue, commitNode), ...changes, ...comments, ...reviews]
}

function commitsOf(
  repository: RepositoryState,
  pull: PullState,
  commitNode: TimelineParts['commitNode'],
): Item[] {
  return shasOf(repository, pull).map((commit, index) => ({
    type: 'PULL_REQUEST_COMMIT',
    at: 0,
    key: `commit/${index}`,
    node: () => ({
      __typename: 'PullRequestCommit',
      id: `PURC_${pull.number}_${index}`,
      url: `https://github.com/`,
      resourcePath: '/',
      commit: () => commitNode?.(commit) ?? null,
    }),
  }))
}

/** Payloads tell how many commits there are, pushes which: those that nobody tells of are made up. */
function shasOf({ pushed }: RepositoryState, { number, object }: PullState): CommitState[] {
  const found: CommitState[] = []
  const count = numberAt(object, 'commits')
  let sha: string | null = textAt(objectAt(object, 'head') ?? {}, 'sha')
  while (found.length < count) {
    const told: CommitState | undefined = pushed.get(sha ?? '')
    found.unshift(told ?? untold(sha ?? sha1(`${number}/${found.length}`), object))
    sha = told?.parent ?? null
  }
  return found
}

function untold(sha: string, pull: GitHubObject): CommitState {
  return { sha, parent: null, at: instantAt(pull, 'created_at') ?? 0, object: { id: sha, message: '' } }
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')

const grouped = new WeakMap<RepositoryState, { readonly of: string; readonly groups: CommentGroups }>()
type CommentGroups = ReadonlyMap<number, GitHubObject[]>

/** A comment names its issue by its address alone. */
function commentsOf(repository: RepositoryState, { number }: IssueState): readonly GitHubObject[] {
  const of = `${repository.revision}/${repository.comments.size}`
  const known = grouped.get(repository)
  if (known?.of === of) return known.groups.get(number) ?? []
  const groups = Map.groupBy(repository.comments.values(), (comment) => {
    const url = textAt(comment, 'issue_url') || textAt(comment, 'html_url')
    return Number(/\/(\d+)(?:#|$)/.exec(url)?.[1] ?? 0)
  })
  grouped.set(repository, { of, groups })
  return groups.get(number) ?? []
}

function commentNode(comment: GitHubObject): GraphNode {
  return {
    __typename: 'IssueComment',
    id: nodeIdOf(comment, 'IC'),
    databaseId: numberAt(comment, 'id') > 2_147_483_647 ? null : numberAt(comment, 'id'),
    fullDatabaseId: String(numberAt(comment, 'id')),
    author: actorOrNull(objectAt(comment, 'user')),
    body: textAt(comment, 'body'),
    createdAt: textAt(comment, 'created_at'),
    updatedAt: textAt(comment, 'updated_at') || textAt(comment, 'created_at'),
    url: textAt(comment, 'html_url'),
  }
}

function eventNode(issue: IssueState, entry: TimelineEntry, closable: () => GraphNode): GraphNode {
  const { kind, at } = entry
  return {
    __typename: types[kind].name,
    id: `${types[kind].name}_${issue.number}_${Date.parse(at).toString(36)}`,
    createdAt: at,
    closable,
    ...(kind === 'merged' ? { pullRequest: closable } : {}),
  }
}
