import { reconcile } from './reconcile.ts'
import { addEvidence, endsByAcknowledgement, type SubjectState } from './subject-state.ts'

export interface Decision {
  readonly alertId: string
  readonly by: string
  readonly at: Date
  readonly commandId: string
}

/**
 * Somebody has taken note: nobody is told again that the alert is open. Where nothing else can end an alert, this does.
 * Without effect on an alert that is over, and the second time.
 */
export function acknowledge(state: SubjectState, { alertId, by, at, commandId }: Decision): SubjectState {
  const found = state.booked.find(({ alert }) => alert.alert_id === alertId)
  if (found === undefined || found.alert.state !== 'open') return state
  const note = { by, at: at.toISOString() }
  const booked = state.booked.map((each) => (each === found ? { ...each, acknowledged: note } : each))
  const noted = { ...state, booked }
  if (!endsByAcknowledgement(state.rule)) return reconcile(noted, at)
  const recovery = {
    kind: 'recovered' as const,
    key: commandId,
    at: note.at,
    observed_at: note.at,
    severity: found.alert.severity,
    title: found.alert.title,
    message: `Acknowledged by ${by}.`,
    url: null,
    delivery: null,
  }
  return reconcile(addEvidence(noted, [recovery]), at)
}

/** Nobody is told of this rule and subject before `until`. */
export function mute(state: SubjectState, until: Date, at: Date): SubjectState {
  return reconcile({ ...state, muted_until: until.toISOString() }, at)
}
