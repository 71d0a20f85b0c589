import { type GitHubObject, instantAt, isTrue, numberAt, objectAt, objectsAt, textAt } from '../fields.ts'
import { fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { PullState, RepositoryState } from '../world/repository-state.ts'
import { actorNode, actorOrNull } from './actor-node.ts'
import { commitNode } from './commit-nodes.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'
import { nodeIdOf } from './identity.ts'
import { sharedFields } from './issue-node.ts'
import { timelineConnection } from './timeline-nodes.ts'

const mergeable = new Map<unknown, string>([
  [true, 'MERGEABLE'],
  [false, 'CONFLICTING'],
])

export function pullNode(world: GitHubWorld, repository: RepositoryState, pull: PullState): GraphNode {
  const { object } = pull
  const head = objectAt(object, 'head') ?? {}
  const base = objectAt(object, 'base') ?? {}
  const headRepository = objectAt(head, 'repo')
  const node: GraphNode = {
    ...sharedFields(world, repository, pull, 'pull'),
    __typename: 'PullRequest',
    id: nodeIdOf(object, 'PR'),
    state: pullStateOf(pull),
    closed: textAt(object, 'state') === 'closed',
    merged: textAt(object, 'merged_at') !== '',
    mergedAt: textAt(object, 'merged_at') || null,
    mergedBy: actorOrNull(objectAt(object, 'merged_by')),
    mergeable: mergeable.get(object.mergeable) ?? 'UNKNOWN',
    mergeCommit: () => mergeCommit(object),
    isDraft: isTrue(object, 'draft'),
    additions: numberAt(object, 'additions'),
    deletions: numberAt(object, 'deletions'),
    changedFiles: numberAt(object, 'changed_files'),
    headRefName: textAt(head, 'ref'),
    headRefOid: textAt(head, 'sha'),
    baseRefName: textAt(base, 'ref'),
    baseRefOid: textAt(base, 'sha'),
    headRepository: () => smallRepository(headRepository),
    headRepositoryOwner: actorOrNull(objectAt(head, 'user')),
    isCrossRepository: headRepository === null || numberAt(headRepository, 'id') !== repository.id,
    maintainerCanModify: isTrue(object, 'maintainer_can_modify'),
    permalink: `https://github.com/${fullNameOf(repository)}/pull/${pull.number}`,
    totalCommentsCount: numberAt(object, 'comments') + numberAt(object, 'review_comments'),
    comments: () => ({ totalCount: numberAt(object, 'comments') }),
    commits: () => ({ totalCount: numberAt(object, 'commits') }),
    reviews: (args: FieldArguments) => reviewConnection(args, repository, pull, () => node),
    reviewRequests: (args: FieldArguments) => requestConnection(args, object),
    timelineItems: (args: FieldArguments) =>
      timelineConnection(args, {
        repository,
        issue: pull,
        closable: () => node,
        commitNode: (commit) => commitNode(world, repository, commit),
        reviewNode: (review) => reviewNode(repository, pull, review, () => node),
      }),
  }
  return node
}

export function pullStateOf({ object }: PullState): string {
  if (textAt(object, 'merged_at') !== '') return 'MERGED'
  return textAt(object, 'state') === 'closed' ? 'CLOSED' : 'OPEN'
}

function mergeCommit(object: GitHubObject): GraphNode | null {
  const sha = textAt(object, 'merge_commit_sha')
  return sha === '' || textAt(object, 'merged_at') === '' ? null : { __typename: 'Commit', oid: sha }
}

function smallRepository(repo: GitHubObject | null): GraphNode | null {
  if (repo === null) return null
  const id = numberAt(repo, 'id')
  return {
    __typename: 'Repository',
    id: nodeIdOf(repo, 'R'),
    databaseId: id > 2_147_483_647 ? null : id,
    name: textAt(repo, 'name'),
    nameWithOwner: textAt(repo, 'full_name'),
  }
}

function reviewConnection(
  args: FieldArguments,
  repository: RepositoryState,
  pull: PullState,
  pullRequest: () => GraphNode,
): GraphNode {
  const { states } = args
  const reviews = [...pull.reviews.values()].filter(
    (review) => !Array.isArray(states) || states.includes(textAt(review, 'state').toUpperCase()),
  )
  reviews.sort(
    (one, other) => (instantAt(one, 'submitted_at') ?? 0) - (instantAt(other, 'submitted_at') ?? 0),
  )
  const keyOf = (review: GitHubObject) => String(review.id)
  return connection(args, reviews, keyOf, (review) => reviewNode(repository, pull, review, pullRequest))
}

function reviewNode(
  repository: RepositoryState,
  pull: PullState,
  review: GitHubObject,
  pullRequest: () => GraphNode,
): GraphNode {
  const id = numberAt(review, 'id')
  const submitted = textAt(review, 'submitted_at')
  const comments = [...pull.reviewComments.values()].filter((one) => one.pull_request_review_id === id)
  return {
    __typename: 'PullRequestReview',
    id: nodeIdOf(review, 'PRR'),
    databaseId: id > 2_147_483_647 ? null : id,
    fullDatabaseId: String(id),
    state: textAt(review, 'state').toUpperCase(),
    body: textAt(review, 'body'),
    author: actorOrNull(objectAt(review, 'user')),
    authorAssociation: textAt(review, 'author_association') || 'NONE',
    submittedAt: submitted || null,
    createdAt: submitted,
    updatedAt: textAt(review, 'updated_at') || submitted,
    url: `https://github.com/${fullNameOf(repository)}/pull/${pull.number}#pullrequestreview-${id}`,
    commit: { __typename: 'Commit', oid: textAt(review, 'commit_id') },
    comments: () => ({ totalCount: comments.length }),
    pullRequest,
  }
}

function requestConnection(args: FieldArguments, object: GitHubObject): GraphNode {
  const users = objectsAt(object, 'requested_reviewers')
  const teams = objectsAt(object, 'requested_teams')
  const requested = [
    ...users.map((user) => ({ key: textAt(user, 'login'), requestedReviewer: actorNode(user) })),
    ...teams.map((team) => ({
      key: textAt(team, 'slug'),
      requestedReviewer: {
        __typename: 'Team',
        id: nodeIdOf(team, 'T'),
        name: textAt(team, 'name'),
        slug: textAt(team, 'slug'),
      },
    })),
  ]
  return connection(
    args,
    requested,
    ({ key }) => key,
    ({ key, requestedReviewer }) => ({
      __typename: 'ReviewRequest',
      id: `RR_${key}`,
      asCodeOwner: false,
      requestedReviewer,
    }),
  )
}
