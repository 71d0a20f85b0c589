import { RequestError } from '@octokit/request-error'
import type { AgentWork } from '../agent-work.ts'
import { listRepositories, type RepositoryTarget } from '../github/repositories.ts'
import { repositoriesUnlisted, repositoryUnread } from './events.ts'
import type { JobBook } from './job-book.ts'
import type { JobRunner } from './job-runner.ts'
import { firstJob } from './new-job.ts'

export interface FirstReadings extends Pick<AgentWork, 'clients' | 'config' | 'logger' | 'clock'> {
  readonly book: JobBook
  readonly runner: Pick<JobRunner, 'add'>
}

/** Has the plan read of each repository that is looked after and whose plan never was. Throws LogUnavailableError. */
export async function addFirstReadings(readings: FirstReadings, end: AbortSignal): Promise<void> {
  const { book, clock, runner } = readings
  for (const target of await unreadTargets(readings, end)) {
    const place = await placeOf(readings, target, end)
    if (place === null) continue
    if (book.wasRead(place.repository_id)) await book.saveRead(place)
    else await runner.add(firstJob(place, new Date(clock.now())))
  }
}

async function unreadTargets(
  { clients, config, book, logger }: FirstReadings,
  end: AbortSignal,
): Promise<readonly RepositoryTarget[]> {
  try {
    const targets = await listRepositories(clients, config.github, end)
    return targets.filter(({ owner, name }) => !book.wasRead(`${owner}/${name}`))
  } catch (error) {
    if (!end.aborted) repositoriesUnlisted(logger, error)
    return []
  }
}

/** Null: GitHub does not tell it now. */
async function placeOf(
  { logger }: FirstReadings,
  { client, owner, name }: RepositoryTarget,
  signal: AbortSignal,
) {
  try {
    const options = { kind: 'repository', signal } as const
    const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo: name }, options)
    return { repository_id: Number(data.id), repository: data.full_name }
  } catch (error) {
    if (!signal.aborted && !(error instanceof RequestError && error.status === 404))
      repositoryUnread(logger, `${owner}/${name}`, error)
    return null
  }
}
