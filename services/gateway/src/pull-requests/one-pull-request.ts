import { type PullRequestStateRow, pullRequestStates } from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { namesOf } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'

export interface FoundPullRequest {
  readonly pull: PullRequestStateRow
  /** What the repository is called now. */
  readonly repository: string
}

interface PullRequestName {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

/** Throws a 404 for a pull request that nobody, or not this asker, can see. */
export async function findPullRequest(
  gateway: GatewayContext,
  principal: Principal,
  { owner, repo, number }: PullRequestName,
): Promise<FoundPullRequest> {
  const { ids } = await resolveScope(gateway, principal, [`${owner}/${repo}`])
  const [repositoryId] = ids ?? []
  if (repositoryId === undefined) {
    throw problem(404, 'repository_not_found', 'No repository of this name is known.')
  }
  const keys = [{ repository_id: repositoryId, number }]
  const [[pull], nameOf] = await Promise.all([
    readLive(gateway, 'pull-requests', (generation) =>
      gateway.store.query(pullRequestStates, { generation, keys }),
    ),
    namesOf(gateway, [repositoryId]),
  ])
  if (pull === undefined) {
    throw problem(404, 'pull_request_not_found', 'No pull request of this number is known in the repository.')
  }
  return { pull, repository: nameOf(repositoryId) }
}
