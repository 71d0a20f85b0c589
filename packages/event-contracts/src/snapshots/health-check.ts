import { z } from 'zod'
import { taken } from './taken.ts'

/** An address of OCTO_HEALTH_URLS as it answered. Appended when it changes, while it fails, and once an hour. */
export const healthCheckSnapshot = z.object({
  ...taken,
  type: z.literal('health_check'),
  /** Without a user, a password, a query, and what looks like a token in its path: these may be secrets. */
  address: z.string().min(1).max(2000),
  healthy: z.boolean(),
  /** Null: there was no answer. */
  status: z.int().min(0).max(999).nullable(),
  /** Until the answer's head; null: there was no answer. */
  latency_ms: z.int().min(0).nullable(),
  /** Why it is not healthy. */
  reason: z.string().max(300).nullable(),
  /** The first look of those that agree with this one, and how many they are. */
  since: z.iso.datetime(),
  looks: z.int().min(1),
})

export type HealthCheckSnapshot = z.output<typeof healthCheckSnapshot>
