import { alertChannels, alertNotificationSchema, notificationStatuses } from '@octometer/event-contracts'
import { z } from 'zod'

/** Somebody is to be told something once, as it lies in the bucket under its id. */
export const outboxEntrySchema = z.object({
  id: z.string(),
  about: alertNotificationSchema.shape.about,
  channel: z.enum(alertChannels),
  /** Which of the channel's receivers. */
  target: z.string(),
  /** The key of the alert's state, and the alert it was first taken for; null for a digest. */
  alert: z.object({ state_key: z.string(), origin: z.string(), alert_id: z.string() }).nullable(),
  /** What a digest says. */
  text: z.string().nullable(),
  /** `sending` is written before an attempt: whoever finds it later cannot know whether it was heard. */
  status: z.enum([...notificationStatuses, 'sending']),
  attempts: z.int().min(0),
  due_at: z.iso.datetime(),
  detail: z.string(),
  /** Tells one attempt's claim from another's. */
  claim: z.string(),
})

export type OutboxEntry = z.output<typeof outboxEntrySchema>
