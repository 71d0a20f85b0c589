import { overviewQuestion, type RepositoryNode } from '../graph/repository-questions.ts'
import { createCodeComments } from './code-comments.ts'
import { readCommits } from './read-commits.ts'
import { readDeployments } from './read-deployments.ts'
import { readItems } from './read-items.ts'
import { readReleases } from './read-releases.ts'
import { appendRepository, repositoryIdOf } from './repository-itself.ts'
import type { IdentifiedReading, RepositoryReading } from './repository-reading.ts'

type Part = (reading: IdentifiedReading, overview: RepositoryNode) => Promise<void>

/** Everything that is read of a repository, beside one another. */
const parts: Readonly<Record<string, Part>> = {
  repository: appendRepository,
  commits: readCommits,
  issues: (reading, overview) => readItems(reading, { ...itemParts(reading, overview), kind: 'issue' }),
  pull_requests: (reading, overview) =>
    readItems(reading, { ...itemParts(reading, overview), kind: 'pull_request' }),
  releases: readReleases,
  deployments: readDeployments,
}

function itemParts(reading: RepositoryReading, overview: RepositoryNode) {
  return { overview, codeComments: createCodeComments(reading) }
}

/**
 * Reads a repository from where the sync stands. A part that fails is told to `failed` and leaves the others alone; false then. Throws
 * when the sync is to end, and what the log throws.
 */
export async function readRepository(reading: RepositoryReading): Promise<boolean> {
  const { repository, graph, place, signal } = reading
  const { data: overview } = await graph.ask<RepositoryNode>(overviewQuestion(repository))
  const of = {
    repository_id: await repositoryIdOf(reading, overview),
    repository: overview.nameWithOwner,
    default_branch: overview.defaultBranchRef?.name ?? null,
  }
  const outcomes = await Promise.all(
    Object.entries(parts).map(async ([name, read]) => {
      if (place.hasEnded(name)) return true
      try {
        await read({ ...reading, of }, overview)
        await place.end(name)
        return true
      } catch (error) {
        if (signal.aborted) throw error
        reading.failed(name, error)
        return false
      }
    }),
  )
  return outcomes.every(Boolean)
}
