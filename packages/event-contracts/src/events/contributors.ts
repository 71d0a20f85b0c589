import { z } from 'zod'
import { githubTime, identifier, user } from './fields.ts'

/** Who opened an issue. */
export const issueOpenerSchema = z.object({
  issue: z.object({
    number: identifier,
    user,
    created_at: githubTime,
    pull_request: z.unknown().optional(),
  }),
})

/** Who wrote the commits of a push: `username` is there when GitHub knows an account for the address. */
export const pushAuthorsSchema = z.object({
  ref: z.string(),
  deleted: z.boolean().default(false),
  commits: z
    .array(
      z.object({
        id: z.string(),
        timestamp: githubTime,
        author: z.object({ username: z.string().nullish() }).nullish(),
      }),
    )
    .default([]),
})
