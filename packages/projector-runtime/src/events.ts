import { eventLabel, header, parseSubject } from '@octometer/event-contracts'
import { counter, histogram, type Logger } from '@octometer/telemetry'
import type { ProjectedMessage } from './project-message.ts'
import type { Outcome, Projection } from './projection.ts'

const messages = counter('octo_projector_messages_total', {
  description: 'Messages by how they ended: projected, ignored, rejected, or not handled by the projection',
  series: [],
})
const duration = histogram('octo_projector_batch_duration_seconds', {
  description: 'From reading a batch to its acknowledgement',
  unit: 's',
})
const batchSize = histogram('octo_projector_batch_messages', {
  description: 'Messages per batch',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
})
const retries = counter('octo_projector_write_retries_total', {
  description: 'Writes that were tried again because the store could not take them',
  series: [],
})

// As seed 001 names them.
const processed = counter('webhook_events_processed_total', {
  description: 'Deliveries that the archive holds, by event',
  unit: '{delivery}',
  series: [{ event_type: 'other' }],
})
const failed = counter('webhook_events_failed_total', {
  description: 'Deliveries that a projection rejected, one for each that did, by event and why',
  unit: '{delivery}',
  series: [],
})
const processing = histogram('webhook_processing_duration_seconds', {
  description: 'From the receipt of a delivery until the archive held it',
  unit: 's',
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
})

export type MessageEnd = 'projected' | 'ignored' | 'rejected' | 'unhandled'

const FAULTS = ['undecodable', 'failed', 'refused', 'rejected'] as const

const ENDS: readonly MessageEnd[] = ['projected', 'ignored', 'rejected', 'unhandled']

/** Each projection's series exist from its start, with 0. */
export function declareSeries({ name: projection, handles }: Projection): void {
  for (const outcome of ENDS) messages.add(0, { projection, outcome })
  retries.add(0, { projection })
  for (const event of handles.deliveries === 'all' ? ['other'] : handles.deliveries) {
    const event_type = eventLabel(event)
    processed.add(0, { event_type })
    processing.declare({ event_type })
    for (const error_type of FAULTS) failed.add(0, { event_type, error_type })
  }
}

/** How long ago a delivery may have been received to tell how long it took: what is older was replayed, or waited for us. */
const RECENT_MS = 3_600_000

/** What became of deliveries: only the archive takes every one, so it alone counts them. */
export function deliveriesWritten(
  { generational }: Projection,
  written: readonly { readonly message: ProjectedMessage; readonly outcome: Outcome }[],
  now: Date,
): void {
  for (const { message, outcome } of written) {
    const { source } = message
    const parts = parseSubject(source.subject)
    if (parts?.kind !== 'delivery') continue
    const event_type = eventLabel(parts.type)
    if (outcome.outcome === 'rejected') failed.add(1, { event_type, error_type: faultOf(outcome.reason) })
    if (generational || outcome.outcome !== 'projected') continue
    processed.add(1, { event_type })
    const age = now.getTime() - Date.parse(source.header(header.receivedAt) ?? '')
    if (age >= 0 && age < RECENT_MS) processing.record(age / 1000, { event_type })
  }
}

/** The first word of a reason says what kind it is; what a projection says itself is a rejection. */
function faultOf(reason: string): (typeof FAULTS)[number] {
  return FAULTS.find((fault) => reason.startsWith(`${fault}: `)) ?? 'rejected'
}

export function batchProjected(
  logger: Logger,
  projection: string,
  ends: readonly MessageEnd[],
  seconds: number,
): void {
  for (const outcome of ENDS) {
    const count = ends.filter((end) => end === outcome).length
    if (count > 0) messages.add(count, { projection, outcome })
  }
  duration.record(seconds, { projection })
  batchSize.record(ends.length, { projection })
  logger.debug({ projection, messages: ends.length, seconds }, 'batch projected')
}

export function messageRejected(logger: Logger, projection: string, messageId: string, reason: string): void {
  logger.warn({ projection, message_id: messageId, reason }, 'message rejected: it is a dead letter now')
}

export function writeFailed(
  logger: Logger,
  projection: string,
  what: string,
  attempt: number,
  error: unknown,
): void {
  retries.add(1, { projection })
  logger.warn({ projection, what, attempt, err: error }, 'write failed: trying again')
}

export function readFailed(logger: Logger, projection: string, error: unknown): void {
  logger.warn({ projection, err: error }, 'the log cannot be read: trying again')
}
