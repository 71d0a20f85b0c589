import type { Notification } from './channel.ts'

/** The one line that says what it is. */
export function headlineOf(notification: Notification): string {
  if (notification.kind === 'test') return 'Octometer: test'
  if (notification.kind === 'digest') return 'Octometer: alerts of the day'
  const { about, alert } = notification
  return about === 'resolved' ? `Resolved: ${alert.title}` : `[${alert.severity}] ${alert.title}`
}

/** What is to be known beside it, line by line. */
export function linesOf(notification: Notification): readonly string[] {
  if (notification.kind !== 'alert') return notification.text.split('\n')
  const { about, alert } = notification
  const seen = alert.count === 1 ? 'once' : `${alert.count} times`
  return [
    ...(about === 'open' && alert.message !== '' ? [alert.message] : []),
    `Rule ${alert.rule}, seen ${seen} since ${alert.opened_at}.`,
    ...(about === 'resolved' && alert.resolved_at !== null ? [`Over since ${alert.resolved_at}.`] : []),
    ...(alert.url === null ? [] : [alert.url]),
  ]
}

const COLOURS = { low: 0x6c757d, medium: 0xffc107, high: 0xfd7e14, critical: 0xdc3545 } as const
const OVER = 0x28a745
const PLAIN = 0x0d6efd

/** 24 bits of red, green and blue. */
export function colourOf(notification: Notification): number {
  if (notification.kind !== 'alert') return PLAIN
  return notification.about === 'resolved' ? OVER : COLOURS[notification.alert.severity]
}
