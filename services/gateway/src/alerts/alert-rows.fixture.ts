import type { AlertNotificationRow, AlertRow, AlertRuleChangeRow } from '@octometer/read-store'
import { guidOf } from '../rows.fixture.ts'

/** An open conflict in `acme/api`, unless told otherwise. */
export function alertRow(alert_id: string, openedAt: string, more: Partial<AlertRow['core']> = {}): AlertRow {
  const opened_at = new Date(openedAt)
  return {
    alert_id,
    core: {
      revision: 1,
      rule: 'conflict',
      subject: `1:pull:${alert_id}`,
      state: 'open',
      severity: 'high',
      title: `Alert ${alert_id}`,
      message: '',
      url: null,
      repository_id: 1,
      repository: 'acme/api',
      opened_at,
      last_evidence_at: opened_at,
      resolved_at: null,
      evidence: 1,
      deliveries: [],
      acknowledged_at: null,
      acknowledged_by: null,
      muted_until: null,
      ...more,
    },
  }
}

export function alertNotificationRow(
  alert_id: string,
  notification_id: string,
  { status, attempts }: Pick<AlertNotificationRow['result'], 'status' | 'attempts'>,
): AlertNotificationRow {
  const at = new Date('2026-03-01T00:00:05Z')
  const result = { attempts, rank: 3, at, about: 'open', channel: 'slack', status, detail: '' }
  return { alert_id, notification_id, result }
}

export function alertRuleChangeRow(
  id: string,
  issuedAt: string,
  target: 'rule' | 'channel',
  name: string,
  settings: object,
): AlertRuleChangeRow {
  return {
    command_id: guidOf(id),
    target,
    name,
    change: { issued_at: new Date(issuedAt), issued_by: 'ops', settings: JSON.stringify(settings) },
  }
}
