import { z } from 'zod'
import { pushedCommitsSchema } from '../events/activity.ts'
import { objectLike, ofSyncedRepository, taken } from './taken.ts'

/** Commits of a branch, in the shape of a push payload; many branches and looks may hold the same one. */
export const commitsSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('commits'),
  branch: z.string().min(1).max(255),
  commits: z.array(objectLike(pushedCommitsSchema.shape.commits.unwrap().element)).max(100),
})

export type CommitsSnapshot = z.output<typeof commitsSnapshot>
