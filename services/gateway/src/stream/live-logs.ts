import { type ReadMessage, type StreamName, streamNames } from '@octometer/event-log'
import type { LoggedKind } from '@octometer/gateway-api'
import { alertLiveEvent } from './alert-event.ts'
import { deliveryLiveEvent } from './delivery-event.ts'
import type { LiveEvent } from './live-event.ts'
import type { StreamFilter } from './stream-filter.ts'

/** A log that live clients are told of. */
export interface LiveLog {
  readonly kind: LoggedKind
  readonly stream: StreamName
  /** The types of its events that a filter lets through; null: all. */
  readonly typesOf: (filter: StreamFilter) => ReadonlySet<string> | null
  /** What a message is told as; null when it is not told, or nobody wants its type. */
  readonly eventOf: (message: ReadMessage, isWanted: (type: string) => boolean) => LiveEvent | null
}

export const deliveryLog: LiveLog = {
  kind: 'delivery',
  stream: streamNames.events,
  typesOf: ({ events }) => events,
  eventOf: deliveryLiveEvent,
}

export const alertLog: LiveLog = {
  kind: 'alert',
  stream: streamNames.alerts,
  typesOf: ({ rules }) => rules,
  eventOf: alertLiveEvent,
}
