import { counterHistory, type Store } from '@octometer/read-store'
import { cachedByName } from '../cached.ts'
import type { ReadModelStates } from '../freshness.ts'
import { readLive } from '../live-generation.ts'

/**
 * From when on something of these repositories is counted, or of all of them; null while nothing is. At most half a minute old: it is asked
 * beside every number that is compared, reads all quarters, and moves when something older than everything becomes known. Throws a
 * 503 while counters are not built.
 */
export type HistoryReader = (repositories: readonly number[] | null) => Promise<string | null>

interface Sources {
  readonly store: Store
  readonly states: Pick<ReadModelStates, 'liveGeneration' | 'liveGenerationNow'>
}

const FRESH_MS = 30_000
/** So many selections of repositories are remembered. */
const MOST_SELECTIONS = 200

export function openHistory({ store, states }: Sources): HistoryReader {
  const read = async (repositories: readonly number[] | null) => {
    const [row] = await readLive({ states }, 'counters', (generation) =>
      store.query(counterHistory, { generation, repositories }),
    )
    return row?.since == null ? null : new Date(row.since).toISOString()
  }
  const held = cachedByName(FRESH_MS, (selection) => read(JSON.parse(selection)), MOST_SELECTIONS)
  return (repositories) => held(JSON.stringify(repositories))
}
