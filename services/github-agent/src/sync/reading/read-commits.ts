import { type CommitPage, commitPageQuestion } from '../graph/repository-questions.ts'
import { commitObject } from '../objects/rest-objects.ts'
import type { IdentifiedReading } from './repository-reading.ts'

/** Commits that came by a merge are older than their coming. */
const EARLIER_MS = 30 * 86_400_000

/** The default branch, page by page from where the sync stands; of an incremental sync what is a month older than its beginning, too. */
export async function readCommits(reading: IdentifiedReading): Promise<void> {
  const { graph, repository, place, since, sink } = reading
  const from = since && new Date(since.getTime() - EARLIER_MS)
  let after = place.cursor('commits')
  for (;;) {
    const question = commitPageQuestion(repository, { after, since: from })
    const { data, askedAt } = await graph.ask<CommitPage>(question)
    const branch = data.defaultBranchRef
    const history = branch?.target?.history
    // A repository without commits has no branch.
    if (branch === null || history === undefined || history.nodes.length === 0) return
    const { of } = await reading.identity
    const commits = history.nodes.map(commitObject)
    const key = `${of.repository_id}:${commits[0]?.id ?? ''}`
    await sink.append({ type: 'commits', ...of, branch: branch.name, commits }, key, askedAt)
    reading.count('commits', commits.length)
    reading.count('snapshots', 1)
    after = history.pageInfo.endCursor
    if (!history.pageInfo.hasNextPage || after === null) return
    await place.move('commits', after)
  }
}
