import type { StreamEvent, StreamKind } from '@octometer/gateway-api'

/** The repository of an event, as filters know it. */
export interface EventRepository {
  readonly id: number
  /** Lower-case. */
  readonly nameKey: string
}

/** Something that happened, for everybody who may see it. Its bytes are made once, when the first client needs them. */
export interface LiveEvent {
  /** Position in the log. */
  readonly id: number
  readonly kind: StreamKind
  /** GitHub's event behind it; null when it has none. */
  readonly event: string | null
  readonly repository: EventRepository | null
  readonly told: Extract<StreamEvent, { kind: StreamKind }>
  /** One StreamEvent as JSON. */
  json(): Buffer
  /** The same as a server-sent event. */
  frame(): Buffer
}

export type LiveEventParts = Pick<LiveEvent, 'event' | 'repository' | 'told'>

export function createLiveEvent({ told, event, repository }: LiveEventParts): LiveEvent {
  let json: Buffer | null = null
  let frame: Buffer | null = null
  return {
    id: told.id,
    kind: told.kind,
    event,
    repository,
    told,
    json() {
      json ??= Buffer.from(JSON.stringify(told))
      return json
    },
    frame() {
      frame ??= Buffer.from(serverSentEvent(told))
      return frame
    },
  }
}

/** A StreamEvent as a server-sent event. `dropped` has no id: the client keeps that of the last event it got. */
export function serverSentEvent(told: StreamEvent): string {
  const id = told.kind === 'dropped' ? '' : `id: ${told.id}\n`
  return `${id}event: ${told.kind}\ndata: ${JSON.stringify(told)}\n\n`
}
