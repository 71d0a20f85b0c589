import { type GitHubObject, instantAt, isTrue, numberAt, objectAt, objectsAt, textAt } from '../fields.ts'
import { fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { IssueState, RepositoryState } from '../world/repository-state.ts'
import { actorNode, actorOrNull } from './actor-node.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'
import { databaseIdOf, nodeIdOf } from './identity.ts'
import { repositoryNode } from './repository-node.ts'
import { timelineConnection } from './timeline-nodes.ts'

export function issueNode(world: GitHubWorld, repository: RepositoryState, issue: IssueState): GraphNode {
  const { object } = issue
  const closed = textAt(object, 'state') === 'closed'
  const reason = textAt(object, 'state_reason')
  const node: GraphNode = {
    ...sharedFields(world, repository, issue, 'issues'),
    __typename: 'Issue',
    id: nodeIdOf(object, 'I'),
    state: closed ? 'CLOSED' : 'OPEN',
    stateReason: reason === '' ? null : reason.toUpperCase(),
    closed,
    comments: () => ({ totalCount: numberAt(object, 'comments') }),
    timelineItems: (args: FieldArguments) =>
      timelineConnection(args, { repository, issue, closable: () => node }),
  }
  return node
}

/** What issues and pull requests have alike. */
export function sharedFields(
  world: GitHubWorld,
  repository: RepositoryState,
  { object, number }: IssueState,
  path: 'issues' | 'pull',
): GraphNode {
  const resourcePath = `/${fullNameOf(repository)}/${path}/${number}`
  return {
    databaseId: databaseIdOf(object),
    fullDatabaseId: String(numberAt(object, 'id')),
    number,
    title: textAt(object, 'title'),
    body: textAt(object, 'body'),
    bodyText: textAt(object, 'body'),
    locked: isTrue(object, 'locked'),
    author: actorOrNull(objectAt(object, 'user')),
    authorAssociation: textAt(object, 'author_association') || 'NONE',
    createdAt: textAt(object, 'created_at'),
    updatedAt: textAt(object, 'updated_at'),
    closedAt: textAt(object, 'closed_at') || null,
    resourcePath,
    url: `https://github.com${resourcePath}`,
    milestone: () => milestoneNode(objectAt(object, 'milestone')),
    repository: () => repositoryNode(world, repository),
    labels: (args: FieldArguments) => connection(args, objectsAt(object, 'labels'), labelKey, labelNode),
    assignees: (args: FieldArguments) => connection(args, objectsAt(object, 'assignees'), loginOf, actorNode),
  }
}

const labelKey = (label: GitHubObject) => textAt(label, 'name')
const loginOf = (account: GitHubObject) => textAt(account, 'login')

export function labelNode(label: GitHubObject): GraphNode {
  return {
    __typename: 'Label',
    id: nodeIdOf(label, 'LA'),
    name: textAt(label, 'name'),
    color: textAt(label, 'color'),
    description: textAt(label, 'description') || null,
    isDefault: isTrue(label, 'default'),
    url: textAt(label, 'url'),
  }
}

function milestoneNode(milestone: GitHubObject | null): GraphNode | null {
  if (milestone === null) return null
  return {
    __typename: 'Milestone',
    id: nodeIdOf(milestone, 'MI'),
    number: numberAt(milestone, 'number'),
    title: textAt(milestone, 'title'),
    description: textAt(milestone, 'description') || null,
    state: textAt(milestone, 'state').toUpperCase(),
    dueOn: textAt(milestone, 'due_on') || null,
    createdAt: textAt(milestone, 'created_at'),
    updatedAt: textAt(milestone, 'updated_at'),
    closedAt: textAt(milestone, 'closed_at') || null,
  }
}

/** Issues and pull requests that `states` and `labels` ask for, in the order of `orderBy`'s field. */
export function isAsked(args: FieldArguments, state: string, { object }: IssueState): boolean {
  const { states, labels } = args
  if (Array.isArray(states) && states.length > 0 && !states.includes(state)) return false
  if (!Array.isArray(labels)) return true
  return objectsAt(object, 'labels').some((label) => labels.includes(textAt(label, 'name')))
}

export function issueOrder({ object, number }: IssueState, field: string): number {
  if (field === 'COMMENTS') return numberAt(object, 'comments')
  const key = field === 'UPDATED_AT' ? 'updated_at' : 'created_at'
  // Whole seconds, and the number among those of one second.
  return (instantAt(object, key) ?? 0) + number / 1_000_000
}
