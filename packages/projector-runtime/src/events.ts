import { counter, histogram, type Logger } from '@octometer/telemetry'

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

export type MessageEnd = 'projected' | 'ignored' | 'rejected' | 'unhandled'

const ENDS: readonly MessageEnd[] = ['projected', 'ignored', 'rejected', 'unhandled']

/** Each projection's series exist from its start, with 0. */
export function declareSeries(projection: string): void {
  for (const outcome of ENDS) messages.add(0, { projection, outcome })
  retries.add(0, { projection })
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
