import { type AlertRuleName, alertEventSchema, alertRuleNames, alertSchema } from '@octometer/event-contracts'
import { z } from 'zod'
import { outboxEntrySchema } from '../outbox/outbox-entry.ts'
import { compareEvidence, compareMoments, type Evidence, evidenceSchema } from './evidence.ts'

const time = z.iso.datetime()

/** An alert that some evidence made, with what has been decided about it. */
const bookedSchema = z.object({
  alert: alertSchema,
  /** The id of the alert that it was first taken for: what was told of that one was told of this one. */
  origin: z.string(),
  /** `open` and `resolved`, each with the target that it was decided to tell: `open slack`. */
  told: z.array(z.string()),
  acknowledged: z.object({ by: z.string(), at: time }).nullable(),
})

/** All that is known of one rule and subject, as it lies in the bucket. */
export const subjectStateSchema = z.object({
  rule: z.enum(alertRuleNames),
  subject: z.string(),
  repository: z.object({ id: z.int().min(0), full_name: z.string() }).nullable(),
  /** In its order. */
  evidence: z.array(evidenceSchema),
  /** Evidence up to here was counted and forgotten: more of it comes too late. */
  horizon: z.object({ at: time, observed_at: time }).nullable(),
  /** Pieces of the present alert's evidence that were forgotten. */
  folded: z.int().min(0),
  booked: z.array(bookedSchema),
  muted_until: time.nullable(),
  /** When somebody is told, or was, that an alert is open. */
  last_told_at: time.nullable(),
  /** Decided, and not yet in the stream and the outbox. */
  pending: z.object({ events: z.array(alertEventSchema), notifications: z.array(outboxEntrySchema) }),
})

export type SubjectState = z.output<typeof subjectStateSchema>
export type BookedAlert = z.output<typeof bookedSchema>

export function emptyState(
  rule: AlertRuleName,
  subject: string,
  repository: SubjectState['repository'],
): SubjectState {
  return {
    rule,
    subject,
    repository,
    evidence: [],
    horizon: null,
    folded: 0,
    booked: [],
    muted_until: null,
    last_told_at: null,
    pending: { events: [], notifications: [] },
  }
}

/** Pieces of evidence that are remembered of one subject. */
export const MOST_EVIDENCE = 100

/**
 * Rules whose evidence never becomes untrue: only an acknowledgement ends their alerts, and what was seen once is not
 * news when it is seen again.
 */
const lasting: ReadonlySet<AlertRuleName> = new Set(['sensitive-file'])

export function endsByAcknowledgement(rule: AlertRuleName): boolean {
  return lasting.has(rule)
}

/**
 * The state with more evidence: the same whatever order it comes in, and however often, as long as no more than
 * MOST_EVIDENCE pieces are newer. Gives the state itself when there is nothing new in it.
 */
export function addEvidence(state: SubjectState, added: readonly Evidence[]): SubjectState {
  const known = new Map(state.evidence.map((each) => [identityOf(state.rule, each), each]))
  let isNew = false
  for (const each of added) {
    if (state.horizon !== null && compareMoments(each, state.horizon) <= 0) continue
    const identity = identityOf(state.rule, each)
    const before = known.get(identity)
    if (before !== undefined && compareEvidence(before, each) <= 0) continue
    known.set(identity, each)
    isNew = true
  }
  if (!isNew) return state
  return forgetOldest({ ...state, evidence: [...known.values()].sort(compareEvidence) })
}

function identityOf(rule: AlertRuleName, { kind, key, at, observed_at }: Evidence): string {
  return endsByAcknowledgement(rule)
    ? JSON.stringify([kind, key])
    : JSON.stringify([kind, key, Date.parse(at), Date.parse(observed_at)])
}

// Alerts that are over go as a whole: a part of one would look like another. Of the present alert the first piece stays,
// for it is when the alert began.
function forgetOldest(state: SubjectState): SubjectState {
  const { evidence } = state
  const surplus = evidence.length - MOST_EVIDENCE
  if (surplus <= 0) return state
  const present = evidence.findLastIndex(({ kind }) => kind === 'recovered') + 1
  if (surplus <= present) {
    const end = evidence.findIndex(({ kind }, index) => index >= surplus - 1 && kind === 'recovered')
    return { ...state, evidence: evidence.slice(end + 1), horizon: momentOf(evidence[end]) }
  }
  const forgotten = evidence.slice(present + 1, surplus + 1)
  const kept = [...evidence.slice(present, present + 1), ...evidence.slice(surplus + 1)]
  const keys = new Set(kept.map(({ key }) => key))
  const folded = new Set(forgotten.map(({ key }) => key).filter((key) => !keys.has(key)))
  return {
    ...state,
    evidence: kept,
    horizon: momentOf(forgotten.at(-1)) ?? state.horizon,
    folded: (present === 0 ? state.folded : 0) + folded.size,
  }
}

function momentOf(evidence: Evidence | undefined): SubjectState['horizon'] {
  return evidence === undefined ? null : { at: evidence.at, observed_at: evidence.observed_at }
}
