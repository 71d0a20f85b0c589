import type { TotalsSnapshot } from '@octometer/event-contracts'
import type { RepositoryNode } from '../graph/repository-questions.ts'
import { repositoryObject } from '../objects/rest-objects.ts'
import type { IdentifiedReading, RepositoryReading } from './repository-reading.ts'

/** GraphQL tells numbers up to 2^31 alone. Throws RequestError. */
export async function repositoryIdOf(reading: RepositoryReading, node: RepositoryNode): Promise<number> {
  if (node.databaseId !== null) return node.databaseId
  const { owner, name: repo } = reading.repository
  const options = { kind: 'repository', signal: reading.signal } as const
  const { data } = await reading.client.request('GET /repos/{owner}/{repo}', { owner, repo }, options)
  return Number(data.id)
}

/** The repository itself, and what GitHub counts in it. Throws what asking and appending throw. */
export async function appendRepository(reading: IdentifiedReading): Promise<void> {
  const { sink, place } = reading
  const { of, overview } = await reading.identity
  const { repository_id, repository } = of
  const key = String(repository_id)
  // Appended again after a crash it is the same look.
  const askedAt = new Date(place.beganAt)
  const isPushed = wasPushed(reading, overview)
  const languages = overview.languages?.edges.map(({ node, size }) => [node.name, size])
  await sink.append(
    {
      type: 'repository',
      repository_id,
      repository,
      languages: languages === undefined || !isPushed ? null : Object.fromEntries(languages),
      contributors: isPushed ? await countContributors(reading) : null,
      details: repositoryObject(overview, repository_id),
    },
    `${key}:${askedAt.getTime()}`,
    askedAt,
  )
  const totals = totalsOf(overview)
  await sink.append(
    { type: 'totals', repository_id, repository, totals },
    `${key}:${askedAt.getTime()}`,
    askedAt,
  )
}

/** Nobody else contributes, in no other language, without a push. */
export function wasPushed({ since }: RepositoryReading, { pushedAt }: RepositoryNode): boolean {
  return since === null || pushedAt === null || Date.parse(pushedAt) >= since.getTime()
}

function totalsOf(node: RepositoryNode): TotalsSnapshot['totals'] {
  return {
    pull_requests_open: node.pullsOpen.totalCount,
    pull_requests_closed: node.pullsClosed.totalCount,
    pull_requests_merged: node.pullsMerged.totalCount,
    issues_open: node.issuesOpen.totalCount,
    issues_closed: node.issuesClosed.totalCount,
    deployments: node.deployments.totalCount,
    releases: node.releases.totalCount,
  }
}

/** A page of one: the last page's number is how many there are. GraphQL cannot be asked. */
async function countContributors({ client, repository, signal }: RepositoryReading): Promise<number> {
  const { owner, name: repo } = repository
  const { data, headers } = await client.request(
    'GET /repos/{owner}/{repo}/contributors',
    { owner, repo, per_page: 1 },
    { kind: 'none', signal },
  )
  const last = /[?&]page=(\d+)[^>]*>;\s*rel="last"/.exec(headers.link ?? '')?.[1]
  // GitHub has nothing to say of an empty repository.
  return last === undefined ? (Array.isArray(data) ? data.length : 0) : Number(last)
}
