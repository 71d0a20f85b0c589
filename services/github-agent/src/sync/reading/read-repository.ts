import { overviewQuestion, type RepositoryNode } from '../graph/repository-questions.ts'
import { createCodeComments } from './code-comments.ts'
import { createCommitChecks } from './commit-checks.ts'
import { readCommits } from './read-commits.ts'
import { readDeployments } from './read-deployments.ts'
import { readItems } from './read-items.ts'
import { readReleases } from './read-releases.ts'
import { readWorkflowRuns } from './read-workflow-runs.ts'
import { appendRepository, repositoryIdOf } from './repository-itself.ts'
import type { IdentifiedReading, Identity, RepositoryReading } from './repository-reading.ts'

type Part = (reading: IdentifiedReading) => Promise<void>

/** Everything that is read of a repository, beside one another. */
function partsOf(reading: RepositoryReading): Readonly<Record<string, Part>> {
  if (reading.onlyPending) return { pending_checks: readPending }
  const codeComments = createCodeComments(reading)
  return {
    pending_checks: readPending,
    repository: appendRepository,
    commits: readCommits,
    issues: (identified) => readItems(identified, { kind: 'issue', codeComments }),
    pull_requests: (identified) => readItems(identified, { kind: 'pull_request', codeComments }),
    releases: readReleases,
    deployments: readDeployments,
  }
}

async function readPending({ checks, pending }: IdentifiedReading): Promise<void> {
  await checks.of(pending.map(({ sha, branch }) => ({ sha, branch, isHead: false })))
}

/** What is read when those are: whether there is any they have found out. */
const lastParts: Readonly<Record<string, Part>> = { workflow_runs: readWorkflowRuns }

/**
 * Reads a repository from where the sync stands. A part that fails is told to `failed` and leaves the others alone; false then. Throws
 * when GitHub does not give the repository at all, and when the sync is to end.
 */
export async function readRepository(reading: RepositoryReading): Promise<boolean> {
  const { place } = reading
  const identity = identify(reading)
  // Whoever waits for it hears of it.
  identity.catch(() => undefined)
  const identified = { ...reading, identity, checks: createCommitChecks({ ...reading, identity }) }
  const read = async ([name, part]: [string, Part]) => {
    if (place.hasEnded(name)) return null
    try {
      await part(identified)
      await place.end(name)
      return null
    } catch (error) {
      return { name, error }
    }
  }
  const first = await Promise.all(Object.entries(partsOf(reading)).map(read))
  const last = await Promise.all(Object.entries(lastParts).map(read))
  const failures = [...first, ...last]
  // Where this throws, every part has failed for it alone.
  await identity
  reading.signal.throwIfAborted()
  for (const failure of failures) if (failure !== null) reading.failed(failure.name, failure.error)
  return failures.every((failure) => failure === null)
}

async function identify(reading: RepositoryReading): Promise<Identity> {
  const { data: overview } = await reading.graph.ask<RepositoryNode>(overviewQuestion(reading.repository))
  return {
    overview,
    of: {
      repository_id: await repositoryIdOf(reading, overview),
      repository: overview.nameWithOwner,
      default_branch: overview.defaultBranchRef?.name ?? null,
    },
  }
}
