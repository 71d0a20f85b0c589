import { z } from 'zod'
import { identifier, label, user } from '../events/fields.ts'
import { issueEventSchema } from '../events/issue-state.ts'
import { milestoneEventSchema } from '../events/project.ts'
import { closings } from './closings.ts'
import { comments } from './comments.ts'
import { objectLike, ofSyncedRepository, taken } from './taken.ts'

/** All of this must be there: what is absent would pass for what the issue does not have. */
const issue = issueEventSchema.shape.issue.extend({
  number: identifier,
  title: z.string(),
  state: z.enum(['open', 'closed']),
  labels: z.array(label),
  assignees: z.array(user),
  milestone: milestoneEventSchema.shape.milestone.nullable(),
  comments: z.int().min(0),
})

/** An issue that is no pull request, with its comments. */
export const issueSnapshot = z.object({
  ...taken,
  ...ofSyncedRepository,
  type: z.literal('issue'),
  issue: objectLike(issue),
  closings,
  comments,
})

export type IssueSnapshot = z.output<typeof issueSnapshot>
