import { type AlertSettings, alertSettingsFrom } from '@octometer/event-contracts'
import { alertRuleChangesNow, type Store, StoreError } from '@octometer/read-store'

// ClickHouse's numbers for a view, or a database, that is not there yet.
const NOT_THERE: ReadonlySet<number | null> = new Set([60, 81])

/** Reads them from the read model; before it was built for the first time nobody has changed any. Throws StoreError. */
export async function readSettings(store: Store): Promise<AlertSettings> {
  try {
    return alertSettingsFrom(await store.query(alertRuleChangesNow, {}))
  } catch (error) {
    if (error instanceof StoreError && NOT_THERE.has(error.exceptionCode)) return alertSettingsFrom([])
    throw error
  }
}
