import type { GitHubClient } from '@octometer/github-client'
import type { RepositoryTarget } from '../../github/repositories.ts'
import type { GraphAsker } from '../graph/graph-asker.ts'
import { type PulseNode, pulseQuestion } from '../graph/repository-questions.ts'

interface KnownRepository {
  readonly target: RepositoryTarget
  /** When the last sync that read it whole began to. */
  readonly since: Date
  /** Its checks went on. */
  readonly isPending: boolean
}

interface ChangedRepository {
  readonly target: RepositoryTarget
  readonly since: Date
  /** Nothing else changed. */
  readonly onlyPending: boolean
}

/** What changed as the last sync began may have been shown to it or not; clocks differ, too. */
const OVERLAP_MS = 120_000

/** Those in which something changed since they were read, by a look at the newest of each kind: five connections a repository. */
export async function changedRepositories(
  known: readonly KnownRepository[],
  asker: (client: GitHubClient) => GraphAsker,
  onFailed: (target: RepositoryTarget, error: unknown) => void,
): Promise<readonly ChangedRepository[]> {
  const looked = await Promise.all(
    known.map(async ({ target, since, isPending }) => {
      const from = new Date(since.getTime() - OVERLAP_MS)
      try {
        const { data } = await asker(target.client).ask<PulseNode>(pulseQuestion(target))
        const isChanged = newestIn(data) >= from.getTime()
        return isChanged || isPending ? [{ target, since: from, onlyPending: !isChanged }] : []
      } catch (error) {
        onFailed(target, error)
        return []
      }
    }),
  )
  return looked.flat()
}

function newestIn({ updatedAt, pushedAt, ...lists }: PulseNode): number {
  const { issues, pullRequests, deployments, releases, defaultBranchRef } = lists
  const suites = defaultBranchRef?.target?.checkSuites ?? { nodes: [] }
  const nodes = [issues, pullRequests, deployments, releases, suites].flatMap((list) => list.nodes)
  const times = [updatedAt, pushedAt, ...nodes.map((node) => node?.updatedAt)]
  return Math.max(...times.map((time) => Date.parse(time ?? '')).filter((time) => !Number.isNaN(time)), 0)
}
