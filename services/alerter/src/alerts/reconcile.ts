import { isDeepStrictEqual } from 'node:util'
import { type Alert, type AlertChange, severities } from '@octometer/event-contracts'
import { type Episode, episodesOf } from './episodes.ts'
import type { Evidence } from './evidence.ts'
import type { BookedAlert, SubjectState } from './subject-state.ts'

const DELIVERIES = 20

/** Brings the alerts of a subject to what its evidence says, and books every change as an event to be appended. */
export function reconcile(state: SubjectState, now: Date): SubjectState {
  const episodes = episodesOf(state)
  const before = new Map(state.booked.map((each) => [each.alert.alert_id, each]))
  const ids = new Set(episodes.map(({ id }) => id))
  const gone = state.booked.filter(({ alert }) => !ids.has(alert.alert_id))
  const present = episodes.map((episode) =>
    bookedOf(state, episode, before.get(episode.id) ?? inherited(episode, gone)),
  )
  // One whose evidence was forgotten is as it was, and no longer this state's business.
  const superseded = gone
    .filter((each) => !isForgotten(state, each))
    .map((each) => ({ ...each, alert: { ...each.alert, state: 'superseded' as const } }))
  const changes: AlertChange[] = []
  const booked = [...superseded, ...present].map((each): BookedAlert => {
    const old = before.get(each.alert.alert_id)?.alert ?? null
    const alert = { ...each.alert, revision: old?.revision ?? 0 }
    if (old !== null && isDeepStrictEqual(old, alert)) return { ...each, alert: old }
    const next = { ...alert, revision: alert.revision + 1 }
    changes.push({ type: typeOf(old, next), at: now.toISOString(), alert: next })
    return { ...each, alert: next }
  })
  if (changes.length === 0) return { ...state, booked }
  const events = [...state.pending.events, ...changes]
  return { ...state, booked, pending: { ...state.pending, events } }
}

function typeOf(old: Alert | null, next: Alert): AlertChange['type'] {
  if (next.state !== old?.state) return next.state === 'open' ? 'opened' : next.state
  return next.muted_until !== old.muted_until ? 'muted' : 'repeated'
}

type Decided = Pick<BookedAlert, 'origin' | 'told' | 'acknowledged'>

/** What was decided about an alert that began, as is known now, with a part of this one. */
function inherited({ raised, id }: Episode, gone: readonly BookedAlert[]): Decided {
  const taken = gone.find(
    ({ alert }) => alert.state !== 'superseded' && raised.some(({ at }) => at === alert.opened_at),
  )
  return taken ?? { origin: id, told: [], acknowledged: null }
}

function isForgotten({ horizon }: SubjectState, { alert }: BookedAlert): boolean {
  return horizon !== null && Date.parse(alert.opened_at) <= Date.parse(horizon.at)
}

function bookedOf(state: SubjectState, episode: Episode, decided: Decided): BookedAlert {
  const { origin, told, acknowledged } = decided
  return { alert: alertOf(state, episode, acknowledged), origin, told, acknowledged }
}

function alertOf(
  state: SubjectState,
  { id, raised, recovery, count }: Episode,
  acknowledged: BookedAlert['acknowledged'],
): Alert {
  const [first] = raised
  const last = raised.at(-1) ?? first
  return {
    alert_id: id,
    revision: 0,
    rule: state.rule,
    subject: state.subject,
    state: recovery !== null ? 'resolved' : acknowledged !== null ? 'acknowledged' : 'open',
    severity: greatestSeverity(raised),
    title: last.title,
    message: last.message,
    url: last.url,
    repository: state.repository,
    opened_at: first.at,
    last_evidence_at: last.at,
    resolved_at: recovery?.at ?? null,
    count,
    deliveries: deliveriesOf(raised),
    acknowledged_at: acknowledged?.at ?? null,
    acknowledged_by: acknowledged?.by ?? null,
    muted_until: recovery === null ? state.muted_until : null,
  }
}

function greatestSeverity(raised: Episode['raised']): Alert['severity'] {
  const greatest = Math.max(...raised.map(({ severity }) => severities.indexOf(severity)))
  return severities[greatest] ?? raised[0].severity
}

function deliveriesOf(raised: readonly Evidence[]): string[] {
  const guids = raised.flatMap(({ delivery }) => (delivery === null ? [] : [delivery]))
  return [...new Set(guids)].slice(-DELIVERIES)
}
