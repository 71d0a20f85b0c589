import { type GitHubObject, instantAt, isTrue, numberAt, objectAt, objectsAt, textAt } from '../fields.ts'
import { defaultBranchOf, fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { IssueState, PullState, RepositoryState } from '../world/repository-state.ts'
import { actorOrNull } from './actor-node.ts'
import { commitNode, commitOf, historyConnection } from './commit-nodes.ts'
import { connection, type FieldArguments, type GraphNode, orderedBy } from './connection.ts'
import { deploymentNode, releaseNode } from './deployment-nodes.ts'
import { databaseIdOf, nodeIdOf } from './identity.ts'
import { isAsked, issueNode, issueOrder, labelNode } from './issue-node.ts'
import { pullNode, pullStateOf } from './pull-node.ts'

export function repositoryNode(world: GitHubWorld, repository: RepositoryState): GraphNode {
  const { object } = repository
  const language = textAt(object, 'language')
  return {
    ...flatFields(repository),
    ...listFields(world, repository),
    owner: actorOrNull(objectAt(object, 'owner')),
    primaryLanguage: language === '' ? null : { __typename: 'Language', name: language, id: `L_${language}` },
    defaultBranchRef: () => branchNode(world, repository, defaultBranchOf(repository)),
    ref: ({ qualifiedName }: FieldArguments) =>
      branchNode(world, repository, String(qualifiedName).replace(/^refs\/heads\//, '')),
    object: ({ oid, expression }: FieldArguments) => {
      const name = String(oid ?? expression)
      const commit = commitOf(repository, repository.branches.get(name) ?? name)
      return commit === null ? null : commitNode(world, repository, commit)
    },
    issue: ({ number }: FieldArguments) => {
      const issue = repository.issues.get(Number(number))
      return issue === undefined ? null : issueNode(world, repository, issue)
    },
    pullRequest: ({ number }: FieldArguments) => {
      const pull = repository.pulls.get(Number(number))
      return pull === undefined ? null : pullNode(world, repository, pull)
    },
  }
}

function flatFields(repository: RepositoryState): GraphNode {
  const { object } = repository
  const isPrivate = isTrue(object, 'private')
  return {
    __typename: 'Repository',
    id: nodeIdOf(object, 'R'),
    databaseId: databaseIdOf(object),
    name: textAt(object, 'name'),
    nameWithOwner: fullNameOf(repository),
    description: textAt(object, 'description') || null,
    url: `https://github.com/${fullNameOf(repository)}`,
    homepageUrl: textAt(object, 'homepage') || null,
    createdAt: isoAt(object, 'created_at'),
    updatedAt: isoAt(object, 'updated_at'),
    pushedAt: isoAt(object, 'pushed_at'),
    isPrivate,
    visibility: isPrivate ? 'PRIVATE' : 'PUBLIC',
    isArchived: isTrue(object, 'archived'),
    isDisabled: isTrue(object, 'disabled'),
    isEmpty: repository.commits.size === 0,
    isFork: isTrue(object, 'fork'),
    stargazerCount: numberAt(object, 'stargazers_count'),
    forkCount: numberAt(object, 'forks_count'),
    diskUsage: numberAt(object, 'size'),
    hasIssuesEnabled: object.has_issues !== false,
  }
}

function listFields(world: GitHubWorld, repository: RepositoryState): GraphNode {
  const { issues, pulls, labels, releases, deployments } = repository
  return {
    issues: (args: FieldArguments) => {
      const asked = [...issues.values()].filter(
        (one) => isAsked(args, issueStateOf(one), one) && isSince(args, one) && isAssigned(args, one),
      )
      return connection(args, orderedBy(args, asked, issueOrder), numberOf, (one) =>
        issueNode(world, repository, one),
      )
    },
    pullRequests: (args: FieldArguments) => {
      const asked = [...pulls.values()].filter(
        (one) => isAsked(args, pullStateOf(one), one) && isOfBase(args, one),
      )
      return connection(args, orderedBy(args, asked, issueOrder), numberOf, (one) =>
        pullNode(world, repository, one),
      )
    },
    repositoryTopics: (args: FieldArguments) => topicConnection(args, repository),
    labels: (args: FieldArguments) => connection(args, [...labels.values()], nameOf, labelNode),
    languages: (args: FieldArguments) => languageConnection(args, repository.languages),
    releases: (args: FieldArguments) => {
      const all = orderedBy(args, [...releases.values()], createdOrder)
      return connection(args, all, idOf, (one) => releaseNode(world, repository, one))
    },
    deployments: (args: FieldArguments) => {
      const { environments } = args
      const asked = [...deployments.values()].filter(
        ({ environment }) => !Array.isArray(environments) || environments.includes(environment),
      )
      const all = orderedBy(args, asked, createdOrder)
      return connection(args, all, idOf, (one) => deploymentNode(world, repository, one))
    },
  }
}

const numberOf = ({ number }: IssueState) => String(number)
const nameOf = (object: GitHubObject) => textAt(object, 'name')
const idOf = (object: GitHubObject) => String(object.id)
const createdOrder = (object: GitHubObject) =>
  (instantAt(object, 'created_at') ?? 0) + numberAt(object, 'id') / 1e12

function isoAt(object: GitHubObject, key: string): string | null {
  const at = instantAt(object, key)
  return at === null ? null : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

function issueStateOf({ object }: IssueState): string {
  return textAt(object, 'state').toUpperCase()
}

/** `filterBy: {since}` of issues. */
function isSince({ filterBy }: FieldArguments, { object }: IssueState): boolean {
  if (typeof filterBy !== 'object' || filterBy === null || !('since' in filterBy)) return true
  return (
    typeof filterBy.since !== 'string' || (instantAt(object, 'updated_at') ?? 0) >= Date.parse(filterBy.since)
  )
}

/** `filterBy: {assignee}`: `*` is anybody, null nobody. */
function isAssigned({ filterBy }: FieldArguments, { object }: IssueState): boolean {
  if (typeof filterBy !== 'object' || filterBy === null || !('assignee' in filterBy)) return true
  const logins = objectsAt(object, 'assignees').map((account) => textAt(account, 'login'))
  const { assignee } = filterBy
  if (assignee === null) return logins.length === 0
  return assignee === '*' ? logins.length > 0 : logins.includes(String(assignee))
}

function isOfBase({ baseRefName }: FieldArguments, { object }: PullState): boolean {
  return typeof baseRefName !== 'string' || textAt(objectAt(object, 'base') ?? {}, 'ref') === baseRefName
}

function branchNode(world: GitHubWorld, repository: RepositoryState, name: string): GraphNode | null {
  const isDefault = name === defaultBranchOf(repository)
  const head = repository.commits.get(repository.branches.get(name) ?? '')
  if (!isDefault || head === undefined) return null
  return {
    __typename: 'Ref',
    id: `REF_${repository.id.toString(36)}_${name}`,
    name,
    prefix: 'refs/heads/',
    target: {
      ...commitNode(world, repository, head),
      history: (args: FieldArguments) => historyConnection(args, world, repository),
    },
  }
}

function topicConnection(args: FieldArguments, { object }: RepositoryState): GraphNode {
  const topics = Array.isArray(object.topics) ? object.topics.map(String) : []
  return connection(
    args,
    topics,
    (name) => name,
    (name) => ({
      __typename: 'RepositoryTopic',
      id: `RT_${name}`,
      topic: { __typename: 'Topic', id: `T_${name}`, name },
    }),
  )
}

function languageConnection(args: FieldArguments, languages: Readonly<Record<string, number>>): GraphNode {
  const all = Object.entries(languages).sort(([, one], [, other]) => other - one)
  const page = connection(
    args,
    all,
    ([name]) => name,
    ([name]) => ({ __typename: 'Language', id: `L_${name}`, name }),
  )
  const first = typeof args.first === 'number' ? args.first : all.length
  return {
    ...page,
    totalSize: all.reduce((sum, [, size]) => sum + size, 0),
    edges: all
      .slice(0, first)
      .map(([name, size]) => ({ size, node: { __typename: 'Language', id: `L_${name}`, name } })),
  }
}
