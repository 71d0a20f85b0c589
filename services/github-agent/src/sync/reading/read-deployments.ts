import { type ListedAccount, listedAccount } from '../objects/account.ts'
import type { IdentifiedReading, OfRepository } from './repository-reading.ts'

/** Statuses cost a request for each deployment: of older ones they are not asked. */
const STATUSES_MS = 90 * 86_400_000
/** A deployment that is older than this gets no more statuses that count. */
const LOOK_BACK_MS = 30 * 86_400_000

/** GraphQL does not tell the numbers of statuses: REST does, and only where there are deployments. */
export async function readDeployments(reading: IdentifiedReading): Promise<void> {
  const { of, overview } = await reading.identity
  if (overview.deployments.totalCount === 0) return
  const { client, repository, since, signal, now } = reading
  const { owner, name: repo } = repository
  const oldest = since === null ? 0 : since.getTime() - LOOK_BACK_MS
  const route = 'GET /repos/{owner}/{repo}/deployments'
  for await (const { items } of client.paginate(route, { owner, repo }, { kind: 'none', signal })) {
    const askedAt = now()
    for (const deployment of items) {
      if (Date.parse(deployment.created_at) < oldest) return
      if (since !== null && Date.parse(deployment.updated_at) < since.getTime()) continue
      await appendDeployment(reading, of, deployment, askedAt)
    }
  }
}

interface ListedDeployment {
  readonly id: number | bigint
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly production_environment?: boolean | undefined
  readonly creator: ListedAccount | null
  readonly created_at: string
  readonly updated_at: string
}

async function appendDeployment(
  reading: IdentifiedReading,
  of: OfRepository,
  deployment: ListedDeployment,
  askedAt: Date,
): Promise<void> {
  const { sha, ref, task, environment, production_environment, creator, created_at, updated_at } = deployment
  const id = Number(deployment.id)
  const what = { id, sha, ref, task, environment, creator: listedAccount(creator), created_at, updated_at }
  const isRecent = askedAt.getTime() - Date.parse(created_at) < STATUSES_MS
  const seen = {
    type: 'deployment',
    ...of,
    deployment: { ...what, ...(production_environment === undefined ? {} : { production_environment }) },
    statuses: isRecent ? await statusesOf(reading, id) : null,
  } as const
  await reading.sink.append(seen, `${of.repository_id}:${id}`, askedAt)
  reading.count('deployments', 1)
}

async function statusesOf({ client, repository, signal }: IdentifiedReading, deployment_id: number) {
  const { owner, name: repo } = repository
  const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
  const statuses = []
  for await (const { items } of client.paginate(
    route,
    { owner, repo, deployment_id },
    { kind: 'none', signal },
  ))
    for (const { id, state, creator, created_at } of items)
      statuses.push({ id: Number(id), state, creator: listedAccount(creator), created_at })
  return statuses
}
