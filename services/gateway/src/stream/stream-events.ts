import { type DropReason, dropReasons, type StreamKind, streamKinds } from '@octometer/gateway-api'
import { counter, gauge, histogram, type Logger } from '@octometer/telemetry'
import { type Transport, transports } from './stream-client.ts'

const sent = counter('octo_stream_events_sent_total', {
  description: 'Events written to live clients, by kind',
  unit: '{event}',
  series: streamKinds.map((kind) => ({ kind })),
})
const dropped = counter('octo_stream_dropped_total', {
  description: 'Live clients that the server disconnected, by reason',
  unit: '{client}',
  series: dropReasons.map((reason) => ({ reason })),
})
const refusals = ['too_many_streams', 'too_many_streams_of_key'] as const
export type StreamRefusal = (typeof refusals)[number]
const refused = counter('octo_stream_refused_total', {
  description: 'Live clients that were not taken, by reason',
  unit: '{client}',
  series: refusals.map((reason) => ({ reason })),
})
const delays = histogram('octo_stream_delay_seconds', {
  description: 'From the log’s storing an event to its being handed to the clients that want it',
  unit: 's',
})

/** Shows how many clients there are, until disposed. */
export function observeClients(count: (transport: Transport) => number): Disposable {
  return gauge('octo_stream_clients', { description: 'Live clients, by transport', unit: '{client}' }, () =>
    transports.map((transport) => ({ value: count(transport), labels: { transport } })),
  )
}

/** Events were written, counting each client. */
export function eventsSent(kind: StreamKind, count: number): void {
  if (count > 0) sent.add(count, { kind })
}

/** An event that was stored at that time was handed to whoever wants it. */
export function eventTold(storedAt: Date): void {
  delays.record(Math.max(0, Date.now() - storedAt.getTime()) / 1e3)
}

/** A client was disconnected. */
export function clientDropped(logger: Logger, reason: DropReason, transport: Transport): void {
  dropped.add(1, { reason })
  logger.debug({ reason, transport }, 'live client dropped')
}

/** A client was not taken. */
export function clientRefused(reason: StreamRefusal): void {
  refused.add(1, { reason })
}

/** The counters cannot be read; it is tried again. */
export function countersFailed(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'the live stream cannot read the counters now')
}

/** github-agent does not tell of its sync; it is asked again. */
export function syncFailed(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'the live stream cannot ask for the sync now')
}

/** The log cannot be followed; it is tried again. */
export function followingFailed(logger: Logger, err: unknown): void {
  logger.warn({ err }, 'the live stream cannot read the log now')
}
