import type { AppInteractionSnapshot } from '@octometer/event-contracts'

/** The archive's row of somebody who asked for access through the App. */
export function appInteractionRow(at: Date) {
  const snapshot: AppInteractionSnapshot = {
    ...{ type: 'app_interaction', snapshot_id: 'app_interaction:1', taken_at: at.toISOString() },
    ...{ interaction: 'access_checked', user: 'mona', app_id: 3, installation_id: null },
    ...{ asked_repository: 'acme/api', outcome: 'done', reason: null },
  }
  const { type, snapshot_id } = snapshot
  return {
    taken_at: at,
    snapshot_id,
    type,
    repository: '',
    stream_sequence: 1,
    body: JSON.stringify(snapshot),
  }
}
