import { z } from 'zod'
import { deploymentStatusSchema } from '../events/deployment.ts'
import { releaseSchema } from '../events/release.ts'
import { objectLike, ofSyncedRepository, taken } from './taken.ts'

/** A deployment, with its statuses. */
export const deploymentSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('deployment'),
  deployment: objectLike(deploymentStatusSchema.shape.deployment),
  /** All of them; null: not asked. */
  statuses: z.array(objectLike(deploymentStatusSchema.shape.deployment_status)).max(1000).nullable(),
})

export const releaseSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('release'),
  release: objectLike(releaseSchema.shape.release),
})

export type DeploymentSnapshot = z.output<typeof deploymentSnapshot>
export type ReleaseSnapshot = z.output<typeof releaseSnapshot>
