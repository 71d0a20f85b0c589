import { z } from 'zod'
import { alertChannels, alertRuleNames, severities } from './alert-rules.ts'
import { alertSubject } from './subject.ts'

const time = z.iso.datetime()

const alertStates = ['open', 'acknowledged', 'resolved', 'superseded'] as const

/** An alert as it is after its `revision`-th change. */
export const alertSchema = z.object({
  alert_id: z.string().min(1),
  revision: z.int().min(1),
  rule: z.enum(alertRuleNames),
  /** What it is about, within its rule. */
  subject: z.string(),
  /** `superseded`: a late message showed that it is part of another alert. */
  state: z.enum(alertStates),
  severity: z.enum(severities),
  title: z.string(),
  message: z.string(),
  url: z.string().nullable(),
  repository: z.object({ id: z.int().min(0), full_name: z.string() }).nullable(),
  opened_at: time,
  last_evidence_at: time,
  resolved_at: time.nullable(),
  /** Pieces of evidence, each counted once. */
  count: z.int().min(1),
  /** GUIDs of the newest deliveries behind it. */
  deliveries: z.array(z.string()),
  acknowledged_at: time.nullable(),
  acknowledged_by: z.string().nullable(),
  muted_until: time.nullable(),
})

export type Alert = z.output<typeof alertSchema>

export const notificationStatuses = ['waiting', 'sent', 'failed', 'cancelled', 'unknown'] as const

/** What became of one attempt to tell somebody. `unknown`: whoever sent it died before it heard the answer. */
export const alertNotificationSchema = z.object({
  notification_id: z.string().min(1),
  /** Null for a digest. */
  alert_id: z.string().nullable(),
  /** The alert's state that it tells of, or `digest`. */
  about: z.enum(['open', 'resolved', 'digest']),
  channel: z.enum(alertChannels),
  /** Attempts so far. */
  attempts: z.int().min(0),
  status: z.enum(notificationStatuses),
  detail: z.string(),
})

export type AlertNotification = z.output<typeof alertNotificationSchema>

const changed = z.object({ at: time, alert: alertSchema })

/** What alerter appends to the stream ALERTS. */
export const alertEventSchema = z.discriminatedUnion('type', [
  changed.extend({ type: z.literal('opened') }),
  changed.extend({ type: z.literal('repeated') }),
  changed.extend({ type: z.literal('acknowledged') }),
  changed.extend({ type: z.literal('muted') }),
  changed.extend({ type: z.literal('resolved') }),
  changed.extend({ type: z.literal('superseded') }),
  z.object({ at: time, type: z.literal('notified'), notification: alertNotificationSchema }),
])

export type AlertEvent = z.output<typeof alertEventSchema>
export type AlertChange = Exclude<AlertEvent, { readonly type: 'notified' }>

export interface EncodedAlertEvent {
  readonly subject: string
  readonly messageId: string
  readonly body: Uint8Array
}

/** The subject, message id and bytes under which an alert event is appended: the same change has the same id. */
export function encodeAlertEvent(event: AlertEvent): EncodedAlertEvent {
  const body = Buffer.from(JSON.stringify(event), 'utf8')
  if (event.type === 'notified') {
    const { notification_id, attempts, status } = event.notification
    return {
      subject: alertSubject(event.type, null),
      messageId: `notification:${notification_id}:${attempts}:${status}`,
      body,
    }
  }
  const { alert_id, revision, repository } = event.alert
  const [owner = '', name = ''] = repository?.full_name.split('/') ?? []
  return {
    subject: alertSubject(event.type, repository === null ? null : { owner, name }),
    messageId: `alert:${alert_id}:${revision}`,
    body,
  }
}
