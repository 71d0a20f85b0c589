import { type Caller, isGiven, maySee } from '../access/caller.ts'
import { type GitHubObject, isTrue, numberAt, textAt } from '../fields.ts'
import type { GitHub } from '../github.ts'
import type { GitHubWorld } from '../world/github-world.ts'
import type { RepositoryState } from '../world/repository-state.ts'
import { actorNode } from './actor-node.ts'
import { suiteNode } from './check-nodes.ts'
import { connection, type FieldArguments, type GraphNode, orderedBy } from './connection.ts'
import type { QueryCost } from './cost.ts'
import { deploymentNode, releaseNode } from './deployment-nodes.ts'
import { TypedGraphError } from './graph-error.ts'
import { idInNodeId, nodeIdOf } from './identity.ts'
import { issueNode } from './issue-node.ts'
import { pullNode } from './pull-node.ts'
import { repositoryNode } from './repository-node.ts'

/** Where queries begin. */
export function rootNode(github: GitHub, caller: Caller, cost: QueryCost): GraphNode {
  const { world, limits } = github
  return {
    viewer: () => {
      if (caller.user === null)
        throw new TypedGraphError('FORBIDDEN', 'Resource not accessible by integration')
      return accountNode(world, caller, caller.user, true)
    },
    organization: ({ login }: FieldArguments) => found(world, caller, login, 'Organization'),
    user: ({ login }: FieldArguments) => found(world, caller, login, 'User'),
    repositoryOwner: ({ login }: FieldArguments) => {
      const account = world.accounts.get(String(login).toLowerCase())
      return account === undefined ? null : accountNode(world, caller, account, false)
    },
    repository: ({ owner, name }: FieldArguments) => {
      const repository = world.find(`${owner}/${name}`)?.repository
      if (repository !== undefined && maySee(caller, repository)) return repositoryNode(world, repository)
      const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`
      throw new TypedGraphError('NOT_FOUND', message)
    },
    node: ({ id }: FieldArguments) => nodesOf(world, caller, [id])[0] ?? null,
    nodes: ({ ids }: FieldArguments) => nodesOf(world, caller, Array.isArray(ids) ? ids : []),
    rateLimit: () => {
      const { limit, used, resetAt } = limits.bucketOf(caller, 'graphql')
      // This query's own cost is in it already.
      const spent = Math.min(limit, used + cost.points)
      return {
        limit,
        cost: cost.points,
        nodeCount: cost.nodes,
        used: spent,
        remaining: limit - spent,
        resetAt: new Date(resetAt).toISOString().replace(/\.\d+Z$/, 'Z'),
      }
    },
  }
}

function found(world: GitHubWorld, caller: Caller, login: unknown, type: string): GraphNode {
  const account = world.accounts.get(String(login).toLowerCase())
  const isMeant = account !== undefined && (account.type === 'Organization') === (type === 'Organization')
  if (isMeant) return accountNode(world, caller, account, false)
  throw new TypedGraphError(
    'NOT_FOUND',
    `Could not resolve to ${type === 'User' ? 'a User' : 'an Organization'} with the login of '${login}'.`,
  )
}

/** `isViewer`: with the repositories of the organisations that the viewer is in. */
function accountNode(
  world: GitHubWorld,
  caller: Caller,
  account: GitHubObject,
  isViewer: boolean,
): GraphNode {
  const login = textAt(account, 'login')
  return {
    ...actorNode(account),
    repositories: (args: FieldArguments) => {
      const all = isViewer && hasOrganizations(args) ? [...world.repositories.values()] : world.owner(login)
      const seen = all.filter((one) => isListed(caller, one, args))
      return connection(args, orderedBy(args, seen, orderValue), keyOf, (one) => repositoryNode(world, one))
    },
  }
}

function hasOrganizations(args: FieldArguments): boolean {
  const affiliations = args.ownerAffiliations ?? args.affiliations
  return Array.isArray(affiliations) && affiliations.includes('ORGANIZATION_MEMBER')
}

function isListed(caller: Caller, repository: RepositoryState, args: FieldArguments): boolean {
  if (!maySee(caller, repository) || (caller.kind !== 'classic' && !isGiven(caller, repository))) return false
  const { isArchived, isFork, privacy } = args
  const { object } = repository
  if (typeof isArchived === 'boolean' && isArchived !== isTrue(object, 'archived')) return false
  if (typeof isFork === 'boolean' && isFork !== isTrue(object, 'fork')) return false
  return privacy === undefined || privacy === null || (privacy === 'PRIVATE') === isTrue(object, 'private')
}

function orderValue({ object }: RepositoryState, field: string): string | number {
  if (field === 'NAME') return textAt(object, 'name')
  if (field === 'STARGAZERS') return numberAt(object, 'stargazers_count')
  return textAt(object, field.toLowerCase())
}

const keyOf = ({ id }: RepositoryState) => String(id)

/** In the order of the ids; null for what is not there or not to be seen. */
function nodesOf(world: GitHubWorld, caller: Caller, ids: readonly unknown[]): (GraphNode | null)[] {
  const wanted = new Map<unknown, GraphNode | null>(ids.map((id) => [id, null]))
  const take = (object: GitHubObject, prefix: string, node: () => GraphNode) => {
    const id = nodeIdOf(object, prefix)
    if (wanted.has(id)) wanted.set(id, node())
  }
  const suites = ids.map((id) => [id, idInNodeId(String(id), 'CS')] as const)
  for (const repository of world.repositories.values()) {
    if (!maySee(caller, repository)) continue
    for (const [id, number] of suites) {
      const suite = number === null ? undefined : repository.checkSuites.get(number)
      if (suite !== undefined) wanted.set(id, suiteNode(repository, suite))
    }
    take(repository.object, 'R', () => repositoryNode(world, repository))
    for (const issue of repository.issues.values())
      take(issue.object, 'I', () => issueNode(world, repository, issue))
    for (const pull of repository.pulls.values())
      take(pull.object, 'PR', () => pullNode(world, repository, pull))
    for (const one of repository.deployments.values())
      take(one, 'DE', () => deploymentNode(world, repository, one))
    for (const one of repository.releases.values()) take(one, 'RE', () => releaseNode(world, repository, one))
  }
  for (const account of world.accounts.values())
    take(account, account.type === 'Organization' ? 'O' : 'U', () =>
      accountNode(world, caller, account, false),
    )
  return ids.map((id) => wanted.get(id) ?? null)
}
