import { z } from 'zod'

const time = z.iso.datetime()
const count = z.int().min(0)

/** A receiver of deliveries as it stands, without what is secret of it. */
const receiverStateSchema = z.object({
  name: z.string(),
  /** Scheme, host and port: all that stands behind them may be a secret. */
  url: z.string(),
  /** `push` or `pull_request.opened`; none is every event. */
  events: z.array(z.string()),
  /** `owner/name` or `owner/*`; none is every repository. */
  repositories: z.array(z.string()),
  /** `down`: it took nothing lately, and is asked once a minute until it does. */
  state: z.enum(['up', 'down']),
  /** Messages of the log that nobody has looked at for it yet; null when the log cannot tell. */
  pending: count.nullable(),
  /** Deliveries that it did not take and that are tried again. */
  waiting: count,
  /** Deliveries that it did not take and that are not tried again by themselves. */
  failed: count,
  delivered: count,
  /** Attempts after the first, whatever became of them. */
  retried: count,
  /** Messages that the log had trimmed before they were looked at. */
  missed: count,
  /** Failed ones that had to make room for newer ones. */
  forgotten: count,
  last_success_at: time.nullable(),
  last_error_at: time.nullable(),
  last_error: z.string().nullable(),
  /** When the log stored the oldest delivery that it has not taken and still may. */
  oldest_pending_at: time.nullable(),
})

export type ReceiverState = z.output<typeof receiverStateSchema>

/** `requests.alerter.forwarding`: how it stands with every receiver. */
export const forwardingRequestSchema = z.object({})
export const forwardingAnswerSchema = z.object({ receivers: z.array(receiverStateSchema) })

export type ForwardingAnswer = z.output<typeof forwardingAnswerSchema>

/** A delivery that a receiver did not take. */
export const forwardingFailureSchema = z.object({
  receiver: z.string(),
  /** Position in the log. */
  sequence: z.int().min(1),
  delivery_id: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  repository: z.string().nullable(),
  repository_id: z.int().nullable(),
  received_at: time,
  status: z.enum(['waiting', 'failed']),
  /** By the schedule. */
  attempts: count,
  /** Why the last attempt failed. */
  reason: z.string(),
  /** What the receiver answered; null when it did not. */
  status_code: z.int().nullable(),
  last_attempt_at: time,
  /** Null for one that failed for good. */
  next_attempt_at: time.nullable(),
})

export type ForwardingFailure = z.output<typeof forwardingFailureSchema>

/** `requests.alerter.forwarding-failures`: what was not taken, by receiver and position. */
export const forwardingFailuresRequestSchema = z.object({
  receivers: z.array(z.string()).nullable(),
  statuses: z.array(forwardingFailureSchema.shape.status).nullable(),
  delivery_id: z.string().nullable(),
  /** Null: whoever asks may see all. */
  repository_ids: z.array(z.int()).nullable(),
  after: z.tuple([z.string(), z.int()]).nullable(),
  limit: z.int().min(1).max(1001),
})
export const forwardingFailuresAnswerSchema = z.object({ failures: z.array(forwardingFailureSchema) })

export type ForwardingFailuresRequest = z.output<typeof forwardingFailuresRequestSchema>
export type ForwardingFailuresAnswer = z.output<typeof forwardingFailuresAnswerSchema>
