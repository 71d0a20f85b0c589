import { type CommitNode, type CommitPage, commitPageQuestion } from '../graph/repository-questions.ts'
import { commitObject } from '../objects/rest-objects.ts'
import { CHECKS_MS, CHECKS_OVERLAP_MS } from './checked-since.ts'
import type { CheckedCommit } from './commit-checks.ts'
import type { IdentifiedReading } from './repository-reading.ts'

/** Commits that came by a merge are older than their coming. */
const EARLIER_MS = 30 * 86_400_000

/** The default branch, page by page from where the sync stands; of an incremental sync what is a month older than its beginning, too. */
export async function readCommits(reading: IdentifiedReading): Promise<void> {
  const { graph, repository, place, since, sink } = reading
  const from = since && new Date(since.getTime() - EARLIER_MS)
  const checkedFrom =
    since === null ? reading.now().getTime() - CHECKS_MS : since.getTime() - CHECKS_OVERLAP_MS
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
    const head = after === null ? (commits[0]?.id ?? null) : null
    await reading.checks.of(checkedIn(history.nodes, { branch: branch.name, head, from: checkedFrom }))
    after = history.pageInfo.endCursor
    if (!history.pageInfo.hasNextPage || after === null) return
    await place.move('commits', after)
  }
}

/** The head whatever its age: what runs by the clock runs on it. Of another branch that was merged nobody knows the name. */
function checkedIn(
  nodes: readonly CommitNode[],
  { branch, head, from }: { readonly branch: string; readonly head: string | null; readonly from: number },
): readonly CheckedCommit[] {
  return nodes
    .filter(({ statusCheckRollup }) => statusCheckRollup != null)
    .filter(({ oid, committedDate }) => oid === head || Date.parse(committedDate) >= from)
    .map(({ oid: sha }) => ({ sha, branch: sha === head ? branch : null, isHead: sha === head }))
}
