import { type GitHubObject, numberAt, objectAt } from '../fields.ts'
import { keep } from './newest.ts'
import type { RepositoryState } from './repository-state.ts'

export function foldDeployment(repository: RepositoryState, payload: GitHubObject): void {
  const deployment = objectAt(payload, 'deployment')
  if (deployment !== null) keep(repository.deployments, numberAt(deployment, 'id'), deployment, 'updated_at')
}

export function foldDeploymentStatus(repository: RepositoryState, payload: GitHubObject): void {
  foldDeployment(repository, payload)
  const status = objectAt(payload, 'deployment_status')
  const deployment = objectAt(payload, 'deployment')
  if (status === null || deployment === null) return
  const id = numberAt(deployment, 'id')
  const statuses = repository.deploymentStatuses.get(id) ?? new Map<number, GitHubObject>()
  repository.deploymentStatuses.set(id, statuses)
  keep(statuses, numberAt(status, 'id'), status, 'updated_at')
}

export function foldRelease(repository: RepositoryState, payload: GitHubObject): void {
  const release = objectAt(payload, 'release')
  if (release === null) return
  if (payload.action === 'deleted') repository.releases.delete(numberAt(release, 'id'))
  else keep(repository.releases, numberAt(release, 'id'), release, 'published_at', 'created_at')
}
