import type {
  AlertChangeEvent,
  DeliveryEvent,
  EventId,
  LoggedKind,
  StreamEvent,
} from '@octometer/gateway-api'

/** The repository of an event, as filters know it. */
export interface EventRepository {
  readonly id: number
  /** Lower-case. */
  readonly nameKey: string
}

type Told = Omit<DeliveryEvent, 'id'> | Omit<AlertChangeEvent, 'id'>

/**
 * Something that happened, for everybody who may see it. Its bytes are made once for all whom it finds at the same
 * positions, when the first of them needs them.
 */
export interface LiveEvent {
  readonly kind: LoggedKind
  /** In the log of its kind. */
  readonly position: number
  /** GitHub's event, or an alert's rule. */
  readonly type: string
  /** Of an alert. */
  readonly severity: string | null
  readonly repository: EventRepository | null
  readonly told: Told
  /** One StreamEvent as JSON. */
  json(id: EventId): Buffer
  /** The same as a server-sent event. */
  frame(id: EventId): Buffer
}

export type LiveEventParts = Omit<LiveEvent, 'json' | 'frame' | 'kind'>

export function createLiveEvent(parts: LiveEventParts): LiveEvent {
  const { kind, ...told } = parts.told
  const withId = (id: EventId) => JSON.stringify({ kind, id, ...told })
  return {
    ...parts,
    kind,
    json: madeOnce((id) => Buffer.from(withId(id))),
    frame: madeOnce((id) => Buffer.from(frameOf(kind, id, withId(id)))),
  }
}

function madeOnce(make: (id: EventId) => Buffer): (id: EventId) => Buffer {
  const made = new Map<EventId, Buffer>()
  return (id) => {
    const bytes = made.get(id) ?? make(id)
    made.set(id, bytes)
    return bytes
  }
}

/** A StreamEvent as a server-sent event. Without an id (`dropped` has none here) the client keeps that of the last event it got. */
export function serverSentEvent(told: StreamEvent): string {
  const id = told.kind === 'dropped' || !('id' in told) ? null : told.id
  return frameOf(told.kind, id, JSON.stringify(told))
}

function frameOf(kind: string, id: EventId | null, json: string): string {
  return `${id === null ? '' : `id: ${id}\n`}event: ${kind}\ndata: ${json}\n\n`
}
