import {
  type Alert,
  type AlertEvent,
  encodeAlertEvent,
  header,
  type StoredMessage,
} from '@octometer/event-contracts'
import { readModelOf } from '@octometer/read-store'
import { testProjection } from '@octometer/testkit'
import { expect } from 'vitest'
import { alertsProjection } from './projection.ts'

const alert: Alert = {
  alert_id: 'a1',
  revision: 1,
  rule: 'conflict',
  subject: '7:pull:1',
  state: 'open',
  severity: 'high',
  title: 'Conflict in acme/api#1: Add x',
  message: '',
  url: null,
  repository: { id: 7, full_name: 'acme/api' },
  opened_at: '2026-01-05T10:00:00.000Z',
  last_evidence_at: '2026-01-05T10:00:00.000Z',
  resolved_at: null,
  count: 1,
  deliveries: ['g1'],
  acknowledged_at: null,
  acknowledged_by: null,
  muted_until: null,
}

const repeated: Alert = { ...alert, revision: 2, count: 2, deliveries: ['g1', 'g2'] }
const over: Alert = { ...repeated, revision: 3, state: 'resolved', resolved_at: '2026-01-05T11:00:00.000Z' }
const at = '2026-01-05T12:00:00.000Z'

function stored(event: AlertEvent, sequence: number): StoredMessage {
  const { subject, messageId, body } = encodeAlertEvent(event)
  return {
    subject,
    sequence,
    header: (name) => (name === header.messageId ? messageId : null),
    body: () => body,
  }
}

const told = (attempts: number, status: 'waiting' | 'sent', detail: string): AlertEvent => ({
  type: 'notified',
  at,
  notification: {
    notification_id: 'n1',
    alert_id: 'a1',
    about: 'open',
    channel: 'slack',
    attempts,
    status,
    detail,
  },
})

testProjection({
  projection: alertsProjection,
  settings: { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ },
  tables: readModelOf('alerts').tables,
  // They have a stream of their own: a rebuild reads that, and takes over what it has forgotten.
  fromArchive: (message) => message,
  cases: [
    {
      name: 'an alert is as its greatest revision says',
      given: [
        stored({ type: 'opened', at, alert }, 1),
        stored({ type: 'repeated', at, alert: repeated }, 2),
        stored({ type: 'resolved', at, alert: over }, 3),
      ],
      expects: (tables) =>
        expect(tables.alerts).toMatchObject([
          {
            alert_id: 'a1',
            core: { state: 'resolved', evidence: 2, repository_id: 7, deliveries: ['g1', 'g2'] },
          },
        ]),
    },
    {
      name: 'a notification is as its last attempt left it',
      given: [stored(told(1, 'waiting', 'slack answered 500'), 1), stored(told(2, 'sent', ''), 2)],
      expects: (tables) =>
        expect(tables.alert_notifications).toMatchObject([
          {
            alert_id: 'a1',
            notification_id: 'n1',
            result: { attempts: 2, status: 'sent', channel: 'slack' },
          },
        ]),
    },
    {
      name: 'an alert about no repository has none',
      given: [stored({ type: 'opened', at, alert: { ...alert, repository: null } }, 1)],
      expects: (tables) =>
        expect(tables.alerts).toMatchObject([{ core: { repository_id: null, repository: '' } }]),
    },
  ],
})
