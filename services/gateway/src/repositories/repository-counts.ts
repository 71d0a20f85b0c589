import {
  openIssuesByRepository,
  openPullRequestsByRepository,
  recentCommits,
  type Store,
} from '@octometer/read-store'
import { cachedFor } from '../cached.ts'
import { addDays, dateOf } from '../calendar.ts'
import type { ReadModelStates } from '../freshness.ts'
import { readLive } from '../live-generation.ts'

/** Of one repository; null while the read model that counts is not built. */
export interface RepositoryCounts {
  readonly openIssues: number | null
  readonly openPulls: number | null
  readonly commits: number | null
}

/** What other read models count of each repository, at most half a minute old: they count it from millions of rows. */
export type RepositoryCountsReader = () => Promise<(repositoryId: number) => RepositoryCounts>

interface Sources {
  readonly store: Store
  readonly states: Pick<ReadModelStates, 'liveGeneration' | 'liveGenerationNow'>
  readonly timezone: string
  readonly now: () => Date
}

const FRESH_MS = 30_000
/** A day's commits are those of so many days, itself among them. */
export const COMMIT_DAYS = 30

export function openRepositoryCounts({ store, states, timezone, now }: Sources): RepositoryCountsReader {
  const counted = async (projection: string, count: () => Promise<ReadonlyMap<number, number>>) =>
    (await states.liveGeneration(projection)) === undefined ? null : count()
  return cachedFor(FRESH_MS, async () => {
    const before = addDays(dateOf(now(), timezone), 1)
    const from = addDays(before, -COMMIT_DAYS)
    const [issues, pulls, commits] = await Promise.all([
      counted('issues', async () => openIn(await store.query(openIssuesByRepository, {}))),
      counted('pull-requests', () =>
        readLive({ states }, 'pull-requests', async (generation) =>
          openIn(await store.query(openPullRequestsByRepository, { generation })),
        ),
      ),
      counted('counters', async () => {
        const rows = await store.query(recentCommits, { from, before })
        return new Map(rows.map((row) => [row.repository_id, row.commits]))
      }),
    ])
    const of = (counts: ReadonlyMap<number, number> | null, id: number) => counts && (counts.get(id) ?? 0)
    return (id) => ({ openIssues: of(issues, id), openPulls: of(pulls, id), commits: of(commits, id) })
  })
}

function openIn(rows: readonly { readonly repository_id: number; readonly open: number }[]) {
  return new Map(rows.map(({ repository_id, open }) => [repository_id, open]))
}
