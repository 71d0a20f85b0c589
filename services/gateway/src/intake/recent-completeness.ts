import { intakeTotals, type Store } from '@octometer/read-store'
import { cachedFor } from '../cached.ts'
import { completenessOf } from './list-intake.ts'

const HOURS = 24
const HOUR_MS = 3_600_000

/** Of what GitHub delivered in the last 24 hours by its logs, how much the archive holds; null when none was read. */
export async function recentCompleteness(store: Store, now: Date): Promise<number | null> {
  const since = new Date(now.getTime() - HOURS * HOUR_MS)
  const [totals] = await store.query(intakeTotals, { since, until: now, hooks: null })
  return totals === undefined ? null : completenessOf(totals)
}

/** Reading it takes a while, and it moves slowly. */
const WHOLE_MS = 60_000
/** While something is missing somebody looks at it, or it is being fetched. */
const MISSING_MS = 5_000

/** The same, at most a minute old; a few seconds while something is missing, so that a recovery shows when it is over. */
export function watchedCompleteness(read: () => Promise<number | null>): () => Promise<number | null> {
  const seldom = cachedFor(WHOLE_MS, read)
  const often = cachedFor(MISSING_MS, read)
  return async () => {
    const completeness = await seldom()
    return completeness !== null && completeness < 1 ? often() : completeness
  }
}
