import { z } from 'zod'
import { issueCommentSchema } from '../events/pull-request.ts'
import { threadCommentEventSchema } from '../events/review-thread.ts'
import { objectLike } from './taken.ts'

/** Comments on an issue or in a pull request's conversation; absent or null: not asked. */
export const comments = z.array(objectLike(issueCommentSchema.shape.comment)).max(5000).nullish()

/** Comments on a pull request's code; absent or null: not asked. */
export const reviewComments = z.array(objectLike(threadCommentEventSchema.shape.comment)).max(5000).nullish()
