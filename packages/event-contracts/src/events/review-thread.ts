import { z } from 'zod'
import { githubTime, identifier, user } from './fields.ts'

/** A comment on the code. One that answers names the first of its thread, however many answers lie between. */
const threadCommentSchema = z.object({
  id: identifier,
  user,
  created_at: githubTime,
  updated_at: githubTime,
  path: z.string().nullish(),
  in_reply_to_id: identifier.nullish(),
})

const pullRequest = z.object({ number: identifier, updated_at: githubTime })

export const threadCommentEventSchema = z.object({
  action: z.string(),
  comment: threadCommentSchema,
  pull_request: pullRequest,
})

/** `updated_at` is the event's own time; older payloads lack it. */
export const reviewThreadSchema = z.object({
  action: z.string(),
  thread: z.object({ node_id: z.string().nullish(), comments: z.array(threadCommentSchema) }),
  pull_request: pullRequest,
  updated_at: githubTime.nullish(),
})

export type ThreadComment = z.output<typeof threadCommentSchema>
export type ReviewThreadPayload = z.output<typeof reviewThreadSchema>
