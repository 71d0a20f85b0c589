import type { Alert } from '@octometer/event-contracts'

/** An open conflict, unless told otherwise. */
export function alertOf(more: Partial<Alert> = {}): Alert {
  return {
    alert_id: 'a1',
    revision: 1,
    rule: 'conflict',
    subject: '7:pull:1',
    state: 'open',
    severity: 'high',
    title: 'Conflict in acme/api#1: <!channel> & more',
    message: 'Commit fffffff cannot be merged into main.',
    url: 'https://github.com/acme/api/pull/1',
    repository: { id: 7, full_name: 'acme/api' },
    opened_at: '2026-01-05T10:00:00.000Z',
    last_evidence_at: '2026-01-05T10:00:00.000Z',
    resolved_at: null,
    count: 2,
    deliveries: ['g1'],
    acknowledged_at: null,
    acknowledged_by: null,
    muted_until: null,
    ...more,
  }
}
