import { type Alert, severities } from '@octometer/event-contracts'
import { notificationId } from '../alerts/due-notifications.ts'
import type { SubjectState } from '../alerts/subject-state.ts'
import type { Target } from '../channels/channel.ts'
import type { OutboxEntry } from './outbox-entry.ts'

export interface DigestPlan {
  readonly at: { readonly hour: number; readonly minute: number }
  readonly timezone: string
}

/** What opens after the digest's hour has passed waits for tomorrow's. */
const WINDOW_MINUTES = 60

/** The calendar date whose digest is due at a time: today's, within an hour from its time on; else null. */
export function digestDate({ at, timezone }: DigestPlan, now: Date): string | null {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const shown = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const minutes = Number(shown.hour) * 60 + Number(shown.minute)
  const late = minutes - (at.hour * 60 + at.minute)
  return late < 0 || late >= WINDOW_MINUTES ? null : `${shown.year}-${shown.month}-${shown.day}`
}

const DAY_MS = 86_400_000
const MOST_LINES = 30

/** What a digest says; null when nothing is open and nothing has ended since yesterday. */
export function digestText(states: readonly SubjectState[], now: Date): string | null {
  const alerts = states.flatMap(({ booked }) => booked.map(({ alert }) => alert))
  const open = alerts
    .filter(({ state }) => state === 'open' || state === 'acknowledged')
    .sort(mostSevereFirst)
  const ended = alerts.filter(
    ({ state, resolved_at }) =>
      state === 'resolved' && now.getTime() - Date.parse(resolved_at ?? '') < DAY_MS,
  )
  if (open.length + ended.length === 0) return null
  const shown = open.slice(0, MOST_LINES)
  return [
    `${open.length} open, ${ended.length} resolved within a day.`,
    ...shown.map(lineOf),
    ...(open.length > shown.length ? [`and ${open.length - shown.length} more`] : []),
  ].join('\n')
}

function lineOf({ severity, title, state, opened_at }: Alert): string {
  const noted = state === 'acknowledged' ? ', acknowledged' : ''
  return `[${severity}] ${title} (since ${opened_at.slice(0, 10)}${noted})`
}

function mostSevereFirst(one: Alert, other: Alert): number {
  return (
    severities.indexOf(other.severity) - severities.indexOf(one.severity) ||
    Date.parse(other.opened_at) - Date.parse(one.opened_at)
  )
}

/** One per date and receiver. */
export function digestEntries(
  date: string,
  text: string,
  targets: readonly Target[],
  now: Date,
): readonly OutboxEntry[] {
  return targets
    .filter(({ takesDigest }) => takesDigest)
    .map(({ channel, name }) => ({
      id: notificationId(date, 'digest', name),
      about: 'digest',
      channel,
      target: name,
      alert: null,
      text,
      status: 'waiting',
      attempts: 0,
      due_at: now.toISOString(),
      detail: '',
      claim: '',
    }))
}
