import { type EventId, type LoggedKind, type StreamKind, streamPosition } from '@octometer/gateway-api'

/** How far something is in each log: up to which sequence. */
export type Positions = Readonly<Record<LoggedKind, number>>

/** What `Last-Event-ID` says: the position in the log of deliveries, and that in the log of alerts if it has one. */
export interface ResumedFrom {
  readonly delivery: number
  readonly alert: number | null
}

/** The id of an event for a client of these kinds: who gets no alerts has positions of deliveries alone. */
export function eventId({ delivery, alert }: Positions, kinds: ReadonlySet<StreamKind>): EventId {
  return kinds.has('alert') ? `${delivery}.${alert}` : delivery
}

/** Null for a text that is no event's id. */
export function readEventId(text: string): ResumedFrom | null {
  if (!streamPosition.test(text)) return null
  const [delivery, alert] = text.split('.').map(Number)
  return { delivery: delivery ?? 0, alert: alert ?? null }
}
