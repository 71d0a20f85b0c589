import type { Alert, AlertNotification } from '@octometer/event-contracts'
import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import type { AlertNotificationRow, AlertRow } from '@octometer/read-store'

/** Alerts as alerter says they are, and who was told. */
export const alertsProjection: Projection = {
  name: 'alerts',
  version: 1,
  stream: 'ALERTS',
  handles: { deliveries: [], commands: [], apiCalls: false, alerts: true },
  tables: ['alerts', 'alert_notifications'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind !== 'alert') return ignored('not an alert')
    const { event } = message
    if (event.type !== 'notified') return projected({ alerts: [alertRow(event.alert)] })
    return projected({ alert_notifications: [notificationRow(event.notification, new Date(event.at))] })
  },
}

const toTime = (text: string | null) => (text === null ? null : new Date(text))

function alertRow(alert: Alert): AlertRow {
  return {
    alert_id: alert.alert_id,
    core: {
      revision: alert.revision,
      rule: alert.rule,
      subject: alert.subject,
      state: alert.state,
      severity: alert.severity,
      title: alert.title,
      message: alert.message,
      url: alert.url,
      repository_id: alert.repository?.id ?? null,
      repository: alert.repository?.full_name ?? '',
      opened_at: new Date(alert.opened_at),
      last_evidence_at: new Date(alert.last_evidence_at),
      resolved_at: toTime(alert.resolved_at),
      evidence: alert.count,
      deliveries: alert.deliveries,
      acknowledged_at: toTime(alert.acknowledged_at),
      acknowledged_by: alert.acknowledged_by,
      muted_until: toTime(alert.muted_until),
    },
  }
}

/** What is settled outranks what is not yet, within one attempt. */
const RANK = { waiting: 0, unknown: 1, cancelled: 2, failed: 2, sent: 3 } as const

function notificationRow(told: AlertNotification, at: Date): AlertNotificationRow {
  return {
    alert_id: told.alert_id ?? '',
    notification_id: told.notification_id,
    result: {
      attempts: told.attempts,
      rank: RANK[told.status],
      at,
      about: told.about,
      channel: told.channel,
      status: told.status,
      detail: told.detail,
    },
  }
}
