import type { IncomingHttpHeaders } from 'node:http'
import type { DropReason, EventId, LoggedKind, StreamEvent } from '@octometer/gateway-api'
import type { LiveEvent } from './live-event.ts'
import type { StreamFilter } from './stream-filter.ts'

/** How events reach one client. Nothing here waits: what a client does not take is kept, and counted in `buffered`. */
export interface StreamSink {
  readonly transport: Transport
  /** Bytes that the client has not taken. */
  readonly buffered: number
  /** It did not answer the last heartbeat. */
  readonly isSilent: boolean
  send(event: LiveEvent, id: EventId): void
  /** Tells what is of no log. */
  tell(note: Extract<StreamEvent, { kind: 'gap' | 'counters' | 'sync' }>): void
  /** Shows that the connection lives, and up to where there is nothing for this client; null when that is not known. */
  heartbeat(id: EventId | null): void
  /** Collects what is written until `flush`. */
  hold(): void
  flush(): void
  /** The last word: the connection ends, and is cut off when the client does not take it. */
  end(reason: DropReason, lastId: EventId): void
}

export const transports = ['sse', 'websocket'] as const
export type Transport = (typeof transports)[number]

/** A client has so long to take the last word. */
export const LAST_WORD_MS = 5_000

export interface StreamClient {
  readonly filter: StreamFilter
  readonly sink: StreamSink
  /** Of its request: asked again whether they are still valid. */
  readonly credentials: IncomingHttpHeaders
  /** The position of its last event in each log; it is sent only what comes after. */
  readonly after: Record<LoggedKind, number>
}
