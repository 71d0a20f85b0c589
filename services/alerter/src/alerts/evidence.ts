import { severities } from '@octometer/event-contracts'
import { z } from 'zod'

const time = z.iso.datetime()

/** One thing that was seen: what an alert is about began again, or is over. */
export const evidenceSchema = z.object({
  kind: z.enum(['raised', 'recovered']),
  /** What it is, within its subject: seen twice, it counts once. */
  key: z.string(),
  /** When it was so, by the payload. */
  at: time,
  /** Decides between evidence of one moment, as the payload's own time of update. */
  observed_at: time,
  severity: z.enum(severities),
  title: z.string(),
  message: z.string(),
  url: z.string().nullable(),
  /** GUID of its delivery; null when it was found by the clock. */
  delivery: z.string().nullable(),
})

export type Evidence = z.output<typeof evidenceSchema>

/** A place in the order of a subject's evidence. */
export type Moment = Pick<Evidence, 'at' | 'observed_at'>

/** By its time, then by the payload's time of update; at one moment a recovery ends what was raised, then by key. */
export function compareEvidence(one: Evidence, other: Evidence): number {
  return (
    compareMoments(one, other) || rankOf(one.kind) - rankOf(other.kind) || compareTexts(one.key, other.key)
  )
}

export function compareMoments(one: Moment, other: Moment): number {
  return (
    Date.parse(one.at) - Date.parse(other.at) || Date.parse(one.observed_at) - Date.parse(other.observed_at)
  )
}

function rankOf(kind: Evidence['kind']): number {
  return kind === 'raised' ? 0 : 1
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
