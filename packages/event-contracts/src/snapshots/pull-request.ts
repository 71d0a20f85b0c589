import { z } from 'zod'
import { label } from '../events/fields.ts'
import { pullRequestReviewSchema, pullRequestSchema } from '../events/pull-request.ts'
import { closings } from './closings.ts'
import { comments, reviewComments } from './comments.ts'
import { objectLike, ofSyncedRepository, taken } from './taken.ts'

/** Labels must be there: without them their absence would pass for there being none. */
const pullRequest = pullRequestSchema.shape.pull_request.extend({ labels: z.array(label) })

/**
 * A pull request, with its reviews and comments. Draft, size, number of commits and who merged are read when all of `draft`,
 * `additions`, `deletions`, `changed_files` and `commits` are there.
 */
export const pullRequestSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('pull_request'),
  pull_request: objectLike(pullRequest),
  /** All of them, but those that are not submitted; null: not asked. */
  reviews: z.array(objectLike(pullRequestReviewSchema.shape.review)).max(1000).nullable(),
  /** Every closing without a merge. */
  closings,
  comments,
  review_comments: reviewComments,
})

export type PullRequestSnapshot = z.output<typeof pullRequestSnapshot>
