import { randomUUID } from 'node:crypto'
import { type Alert, type AlertChange, encodeAlertEvent } from '@octometer/event-contracts'

export interface GivenAlert extends Partial<Omit<Alert, 'repository'>> {
  readonly change?: AlertChange['type']
  readonly repository?: { readonly id: number; readonly name: string } | null
}

/** A conflict in `acme/api` that was opened, unless told otherwise. */
export function encodeChange({
  change = 'opened',
  repository = { id: 1, name: 'acme/api' },
  ...more
}: GivenAlert): ReturnType<typeof encodeAlertEvent> {
  const at = '2026-01-05T10:00:00.000Z'
  const alert: Alert = {
    alert_id: randomUUID(),
    revision: 1,
    rule: 'conflict',
    subject: '1:pull:1',
    state: 'open',
    severity: 'high',
    title: 'Conflict in acme/api#1',
    message: 'Commit fffffff cannot be merged into main.',
    url: 'https://github.com/acme/api/pull/1',
    repository: repository && { id: repository.id, full_name: repository.name },
    opened_at: at,
    last_evidence_at: at,
    resolved_at: null,
    count: 2,
    deliveries: ['g1'],
    acknowledged_at: null,
    acknowledged_by: null,
    muted_until: null,
    ...more,
  }
  return encodeAlertEvent({ type: change, at, alert })
}
