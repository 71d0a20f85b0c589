import {
  type Alert,
  type AlertChange,
  decodeReadable,
  parseSubject,
  type StoredMessage,
} from '@octometer/event-contracts'
import type { AlertChangeEvent } from '@octometer/gateway-api'
import { createLiveEvent, type LiveEvent } from './live-event.ts'

/**
 * A stored change of an alert as it is told live. Null for any other message, one that nobody wants, and one that
 * cannot be read: the projection makes it a dead letter.
 */
export function alertLiveEvent(
  message: StoredMessage & { readonly sequence: number },
  isWanted: (rule: string) => boolean,
): LiveEvent | null {
  const change = changeIn(message)
  if (change === null || !isWanted(change.alert.rule)) return null
  const { rule, severity, repository } = change.alert
  return createLiveEvent({
    told: tell(change),
    position: message.sequence,
    type: rule,
    severity,
    repository: repository && { id: repository.id, nameKey: repository.full_name.toLowerCase() },
  })
}

function changeIn(message: StoredMessage): AlertChange | null {
  const parts = parseSubject(message.subject)
  if (parts?.kind !== 'alert' || parts.type === 'notified') return null
  const decoded = decodeReadable(message)
  return decoded?.kind === 'alert' && decoded.event.type !== 'notified' ? decoded.event : null
}

function tell({ type, at, alert }: AlertChange): Omit<AlertChangeEvent, 'id'> {
  return { kind: 'alert', change: type, at, alert: toldOf(alert) }
}

/** As `GET /alerts` names its fields. */
function toldOf({ alert_id, repository, ...alert }: Alert): AlertChangeEvent['alert'] {
  return {
    id: alert_id,
    ...alert,
    repository: repository?.full_name ?? null,
    repository_id: repository?.id ?? null,
  }
}
