import { createHash } from 'node:crypto'
import { type AlertChannel, type Severity, severities } from '@octometer/event-contracts'
import type { OutboxEntry } from '../outbox/outbox-entry.ts'
import type { BookedAlert, SubjectState } from './subject-state.ts'

/** One receiver of a channel. */
export interface TargetName {
  readonly channel: AlertChannel
  readonly name: string
}

export interface TellingRules {
  readonly targets: readonly TargetName[]
  readonly leastSeverity: Readonly<Record<AlertChannel, Severity>>
  readonly cooldownMs: number
  /** The key of the state in its bucket. */
  readonly stateKey: string
}

/** What was over a day ago when it was first seen is history, and no news: imports and rebuilt hooks bring such. */
const NEWS_MS = 24 * 3_600_000

/**
 * Decides who is to be told what, once per alert, state and target, and books it: what is booked here is never booked
 * again. Told that an alert is over is who was told that it was open.
 */
export function bookNotifications(state: SubjectState, rules: TellingRules, now: Date): SubjectState {
  const openAt = new Date(Math.max(now.getTime(), afterCooldown(state, rules)))
  const entries: OutboxEntry[] = []
  let toldOpen = false
  const booked = state.booked.map((each) => {
    const about = stateToTell(state, each, now)
    if (about === null) return each
    const fresh = rules.targets.filter((target) => isNews(each, about, target, rules))
    const at = about === 'open' ? openAt : now
    if (about === 'open' && fresh.length > 0) toldOpen = true
    entries.push(...fresh.map((target) => entryOf(each, about, target, rules.stateKey, at)))
    return { ...each, told: [...each.told, ...fresh.map((target) => toldName(about, target))] }
  })
  if (entries.length === 0) return state
  const pending = { ...state.pending, notifications: [...state.pending.notifications, ...entries] }
  return { ...state, booked, pending, last_told_at: toldOpen ? openAt.toISOString() : state.last_told_at }
}

function afterCooldown({ last_told_at }: SubjectState, { cooldownMs }: TellingRules): number {
  return last_told_at === null ? 0 : Date.parse(last_told_at) + cooldownMs
}

type About = 'open' | 'resolved'

function stateToTell({ muted_until }: SubjectState, { alert }: BookedAlert, now: Date): About | null {
  if (muted_until !== null && Date.parse(muted_until) > now.getTime()) return null
  if (alert.state !== 'open' && alert.state !== 'resolved') return null
  const at = Date.parse(alert.resolved_at ?? alert.last_evidence_at)
  return now.getTime() - at < NEWS_MS ? alert.state : null
}

function isNews(
  { alert, told }: BookedAlert,
  about: About,
  target: TargetName,
  rules: TellingRules,
): boolean {
  if (told.includes(toldName(about, target))) return false
  if (about === 'resolved') return told.includes(toldName('open', target))
  const least = severities.indexOf(rules.leastSeverity[target.channel])
  return severities.indexOf(alert.severity) >= least
}

function toldName(about: About, { name }: TargetName): string {
  return `${about} ${name}`
}

function entryOf(
  { alert, origin }: BookedAlert,
  about: About,
  { channel, name }: TargetName,
  stateKey: string,
  at: Date,
): OutboxEntry {
  return {
    id: notificationId(origin, about, name),
    about,
    channel,
    target: name,
    alert: { state_key: stateKey, origin, alert_id: alert.alert_id },
    text: null,
    status: 'waiting',
    attempts: 0,
    due_at: at.toISOString(),
    detail: '',
    claim: '',
  }
}

/** The same for the same alert, state and target: whoever decides it twice decides nothing new. */
export function notificationId(origin: string, about: string, target: string): string {
  return createHash('sha256')
    .update(JSON.stringify([origin, about, target]))
    .digest('hex')
    .slice(0, 32)
}
