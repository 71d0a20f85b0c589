import type { IntakeListingRow } from '@octometer/read-store'

/** An attempt that the log of the hook 7 lists in the hour that begins then. */
export function listingRow(guid: string, hour: Date): IntakeListingRow {
  return {
    hour,
    hook: 'hook:7',
    guid,
    attempt_id: '1',
    delivered_at: hour,
    redelivery: 0,
    event: 'push',
    action: null,
    repository_id: 1,
    status_code: 502,
  }
}
