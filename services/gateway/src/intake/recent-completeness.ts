import { intakeTotals, type Store } from '@octometer/read-store'
import { completenessOf } from './list-intake.ts'

const HOURS = 24
const HOUR_MS = 3_600_000

/** Of what GitHub delivered in the last 24 hours by its logs, how much the archive holds; null when none was read. */
export async function recentCompleteness(store: Store, now: Date): Promise<number | null> {
  const since = new Date(now.getTime() - HOURS * HOUR_MS)
  const [totals] = await store.query(intakeTotals, { since, until: now, hooks: null })
  return totals === undefined ? null : completenessOf(totals)
}
