import { z } from 'zod'
import { githubTime } from './fields.ts'

export const pushSchema = z.object({
  /** Full name: `refs/heads/main`, `refs/tags/v1`. */
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  deleted: z.boolean().default(false),
  /** It made the branch. */
  created: z.boolean().default(false),
  commits: z
    .array(
      z.object({
        id: z.string(),
        timestamp: githubTime,
        /** False for a commit that another branch had already. */
        distinct: z.boolean().default(true),
      }),
    )
    .default([]),
  repository: z.object({ pushed_at: githubTime.nullish(), default_branch: z.string().nullish() }),
})

export type PushPayload = z.output<typeof pushSchema>
