import { z } from 'zod'
import { healthCheckSnapshot } from '../snapshots/health-check.ts'
import { githubRequest } from './github-request.ts'

const { address, healthy, status, latency_ms, reason, since, looks } = healthCheckSnapshot.shape

/** An address that is watched, as it was seen last. What was looked at is null before the first look. */
const healthCheckSchema = z.object({
  address,
  healthy: healthy.nullable(),
  checked_at: z.iso.datetime().nullable(),
  status,
  latency_ms,
  reason,
  since: since.nullable(),
  looks: looks.nullable(),
})

export type HealthCheck = z.output<typeof healthCheckSchema>

export const healthChecksRequest = githubRequest(
  'health-checks',
  z.object({}),
  z.object({ checks: z.array(healthCheckSchema) }),
)
