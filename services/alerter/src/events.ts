import type { AlertEvent } from '@octometer/event-contracts'
import { alertChannels, alertRuleNames } from '@octometer/event-contracts'
import { counter, type Logger } from '@octometer/telemetry'
import type { OutboxEntry } from './outbox/outbox-entry.ts'
import type { UnreadablePayload } from './rules/event-rules.ts'

const changes = counter('octo_alerter_changes_total', {
  description: 'Changes of alerts, by rule and kind',
  unit: '{change}',
  series: alertRuleNames.map((rule) => ({ rule, change: 'opened' })),
})
const notifications = counter('octo_alerter_notifications_total', {
  description: 'Attempts to tell somebody, by channel and what became of them',
  unit: '{attempt}',
  series: alertChannels.flatMap((channel) =>
    ['sent', 'waiting', 'failed'].map((status) => ({ channel, status })),
  ),
})
const failures = counter('octo_alerter_rule_failures_total', {
  description: 'Rules that could not read a payload, or could not be asked',
  unit: '{failure}',
  series: alertRuleNames.map((rule) => ({ rule })),
})

export function alertChanged(logger: Logger, event: AlertEvent): void {
  if (event.type === 'notified') return
  const { alert_id, rule, severity, count } = event.alert
  changes.add(1, { rule, change: event.type })
  logger.info({ alert_id, rule, severity, count }, `alert ${event.type}`)
}

export function notificationSettled(
  logger: Logger,
  { id, channel, about, attempts }: OutboxEntry,
  status: 'sent' | 'waiting' | 'failed',
  error: Error | null,
): void {
  notifications.add(1, { channel, status })
  const said = { notification_id: id, channel, about, attempts, ...(error && { reason: error.message }) }
  if (status === 'sent') logger.info(said, 'notification sent')
  else logger.warn(said, status === 'failed' ? 'notification given up' : 'notification will be sent again')
}

export function payloadUnreadable(
  logger: Logger,
  message: string,
  { rule, reason }: UnreadablePayload,
): void {
  failures.add(1, { rule })
  logger.warn({ message_id: message, rule, reason }, 'a rule could not read a payload')
}

export function ruleFailed(logger: Logger, rule: string, err: unknown): void {
  failures.add(1, { rule })
  logger.warn({ err, rule }, 'a rule could not be asked: it is asked again')
}

export function leadershipTaken(logger: Logger, token: number): void {
  logger.info({ token }, 'this alerter works now')
}

export function leadershipEnded(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'this alerter stands by')
}
