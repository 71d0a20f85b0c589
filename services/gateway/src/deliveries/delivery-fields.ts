import type { DeliveryAttemptRow } from '@octometer/read-store'

/** What a delivery is about, as it is answered. */
export function identityOf(row: DeliveryAttemptRow) {
  const { guid, event, action, repository, repository_id, sender, pull_request } = row
  return {
    guid,
    event,
    action: action === '' ? null : action,
    repository: repository === '' ? null : repository,
    repository_id,
    sender,
    pull_request,
  }
}

/** One receipt of it, as it is answered. */
export function attemptOf(row: DeliveryAttemptRow) {
  const { received_at, hook_id, target_type, target_id, source, trace_id, size, archived_at } = row
  return {
    received_at,
    hook_id,
    target_type,
    target_id,
    source,
    trace_id,
    size,
    processed_at: archived_at,
    duration_ms: Math.max(0, Date.parse(archived_at) - Date.parse(received_at)),
  }
}
