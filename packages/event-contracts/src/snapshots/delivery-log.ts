import { z } from 'zod'
import { taken } from './taken.ts'

const loggedDelivery = z.object({
  /** Of the attempt; as text, for it may be greater than a number holds. */
  id: z.string().regex(/^\d{1,20}$/),
  /** The same for every attempt at one delivery. */
  guid: z.string().min(1).max(100),
  delivered_at: z.iso.datetime(),
  redelivery: z.boolean(),
  event: z.string().max(100),
  action: z.string().max(100).nullable(),
  /** What the receiver answered; 0 when it did not. */
  status_code: z.int().min(0).max(999),
  installation_id: z.int().min(0).nullable(),
  repository_id: z.int().min(0).nullable(),
})

/** A part of the delivery log that GitHub keeps of each hook and App. */
export const deliveryLogSnapshot = z.object({
  ...taken,
  type: z.literal('delivery_log'),
  /** Whose log it is, and its number at GitHub. */
  source: z.enum(['hook', 'app']),
  source_id: z.string().regex(/^\d{1,20}$/),
  /** All attempts from then, inclusive, to then, exclusive, are listed. */
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  deliveries: z.array(loggedDelivery).max(10_000),
})

export type DeliveryLogSnapshot = z.output<typeof deliveryLogSnapshot>
