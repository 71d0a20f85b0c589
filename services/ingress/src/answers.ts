import type { DeliveryMetadata, JsonObject } from '@octometer/event-contracts'
import type { AppendReceipt } from '@octometer/event-log'
import { type ProblemError, problem } from '@octometer/service-kit'
import { type DeliveryRefusedError, refusalStatus } from './refusal.ts'

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/** A path that deliveries are posted to, and its way of answering. */
export interface DeliveryPath {
  readonly path: string
  /**
   * Looks at the payload before it is stored and let go, and gives the answer for when it is.
   * Must not fail: every object is a payload.
   */
  prepare(metadata: DeliveryMetadata, payload: JsonObject): (receipt: AppendReceipt) => Answer
  refuse(error: DeliveryRefusedError, clientAddress: string): ProblemError
}

export const octometerPath: DeliveryPath = {
  path: '/webhooks/github',
  prepare: (metadata) => (receipt) => ({
    status: 202,
    body: {
      status: 'accepted',
      delivery_id: metadata.guid,
      event_type: metadata.event,
      received_at: metadata.receivedAt.toISOString(),
      duplicate: receipt.duplicate,
      stream_sequence: receipt.sequence,
    },
  }),
  refuse: (error) => refusalProblem(error),
}

/** What a path may say in its own way about a refusal. */
export interface RefusalManner {
  readonly status?: number
  readonly detail?: string
  readonly members?: Readonly<Record<string, unknown>>
}

/** A refusal as problem+json: its code, its reason, and when to try again. */
export function refusalProblem(error: DeliveryRefusedError, manner: RefusalManner = {}): ProblemError {
  const status = manner.status ?? refusalStatus[error.code]
  return problem(status, error.code, manner.detail ?? error.message, {
    headers: {
      ...(error.retryAfterSeconds !== null && { 'Retry-After': String(error.retryAfterSeconds) }),
      // What still dribbles in would be taken for the next request.
      ...(error.code === 'body_too_slow' && { Connection: 'close' }),
    },
    ...(manner.members && { members: manner.members }),
    logged: true,
    cause: error,
  })
}
