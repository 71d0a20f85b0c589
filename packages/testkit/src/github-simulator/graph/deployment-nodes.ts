import { type GitHubObject, isTrue, objectAt, textAt } from '../fields.ts'
import { newestFirst } from '../rest/order.ts'
import { fullNameOf, type GitHubWorld } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { actorOrNull, userOrNull } from './actor-node.ts'
import { connection, type FieldArguments, type GraphNode } from './connection.ts'
import { databaseIdOf, nodeIdOf } from './identity.ts'
import { repositoryNode } from './repository-node.ts'

const states = new Map([
  ['success', 'ACTIVE'],
  ['failure', 'FAILURE'],
  ['error', 'ERROR'],
  ['inactive', 'INACTIVE'],
  ['in_progress', 'IN_PROGRESS'],
  ['queued', 'QUEUED'],
  ['pending', 'PENDING'],
])

export function deploymentNode(
  world: GitHubWorld,
  repository: RepositoryState,
  deployment: GitHubObject,
): GraphNode {
  const all = repository.deploymentStatuses.get(Number(deployment.id))?.values() ?? []
  const statuses = newestFirst(all, 'created_at')
  const [latest] = statuses
  return {
    __typename: 'Deployment',
    id: nodeIdOf(deployment, 'DE'),
    databaseId: databaseIdOf(deployment),
    commitOid: textAt(deployment, 'sha'),
    createdAt: textAt(deployment, 'created_at'),
    updatedAt: textAt(deployment, 'updated_at'),
    creator: actorOrNull(objectAt(deployment, 'creator')),
    description: textAt(deployment, 'description') || null,
    environment: textAt(deployment, 'environment'),
    latestEnvironment: textAt(deployment, 'environment'),
    originalEnvironment: textAt(deployment, 'original_environment') || textAt(deployment, 'environment'),
    payload: JSON.stringify(deployment.payload ?? {}),
    task: textAt(deployment, 'task') || 'deploy',
    state: latest === undefined ? 'PENDING' : (states.get(textAt(latest, 'state')) ?? 'PENDING'),
    latestStatus: () => (latest === undefined ? null : statusNode(latest)),
    statuses: (args: FieldArguments) => connection(args, statuses, ({ id }) => String(id), statusNode),
    repository: () => repositoryNode(world, repository),
  }
}

function statusNode(status: GitHubObject): GraphNode {
  return {
    __typename: 'DeploymentStatus',
    id: nodeIdOf(status, 'DES'),
    state: textAt(status, 'state').toUpperCase(),
    createdAt: textAt(status, 'created_at'),
    updatedAt: textAt(status, 'updated_at'),
    creator: actorOrNull(objectAt(status, 'creator')),
    description: textAt(status, 'description') || null,
    environment: textAt(status, 'environment') || null,
    environmentUrl: textAt(status, 'environment_url') || null,
    logUrl: textAt(status, 'log_url') || null,
  }
}

export function releaseNode(
  world: GitHubWorld,
  repository: RepositoryState,
  release: GitHubObject,
): GraphNode {
  const tag = textAt(release, 'tag_name')
  const path = `/${fullNameOf(repository)}/releases/tag/${tag}`
  const created = textAt(release, 'created_at')
  return {
    __typename: 'Release',
    id: nodeIdOf(release, 'RE'),
    databaseId: databaseIdOf(release),
    name: textAt(release, 'name') || tag,
    tagName: tag,
    description: textAt(release, 'body') || null,
    isDraft: isTrue(release, 'draft'),
    isPrerelease: isTrue(release, 'prerelease'),
    createdAt: created,
    publishedAt: textAt(release, 'published_at') || null,
    updatedAt: textAt(release, 'published_at') || created,
    author: userOrNull(objectAt(release, 'author')),
    resourcePath: path,
    url: `https://github.com${path}`,
    repository: () => repositoryNode(world, repository),
  }
}
