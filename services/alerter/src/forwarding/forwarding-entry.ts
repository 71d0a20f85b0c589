import { forwardingFailureSchema } from '@octometer/event-contracts'
import { z } from 'zod'

/** A delivery that a receiver did not take, as it lies in the bucket under receiver and position. */
export const forwardingEntrySchema = forwardingFailureSchema.omit({ next_attempt_at: true }).extend({
  /** When it is tried again by the schedule; of a failed one, when it was given up. */
  due_at: z.iso.datetime(),
  /** The command that asked for it last: read again, it asks for nothing. */
  asked_by: z.string().nullable(),
})

export type ForwardingEntry = z.output<typeof forwardingEntrySchema>

/** What is known of a receiver, as it lies in the bucket under its name. */
export const receiverRecordSchema = z.object({
  /** Everything up to this position of the log was looked at, but what an alerter that died had in hand. */
  position: z.int().min(0),
  delivered: z.int(),
  retried: z.int(),
  missed: z.int(),
  forgotten: z.int(),
  last_success_at: z.iso.datetime().nullable(),
  last_error_at: z.iso.datetime().nullable(),
  last_error: z.string().nullable(),
})

export type ReceiverRecord = z.output<typeof receiverRecordSchema>

export const receiverKey = (name: string): string => `receiver.${name}`
export const entryKey = (name: string, sequence: number): string => `entry.${name}.${sequence}`
