import { z } from 'zod'
import { githubTime, identifier, user } from './fields.ts'

/** What the commits of a push say of themselves. */
export const pushedCommitsSchema = z.object({
  ref: z.string(),
  deleted: z.boolean().default(false),
  commits: z
    .array(
      z.object({
        id: z.string(),
        timestamp: githubTime,
        message: z.string().default(''),
        url: z.string().default(''),
        /** `username` is there when GitHub knows an account for the address. */
        author: z.object({ username: z.string().nullish(), name: z.string().nullish() }).nullish(),
      }),
    )
    .default([]),
})

const told = {
  number: identifier,
  title: z.string().default(''),
  html_url: z.string().default(''),
  user: user.nullish(),
  updated_at: githubTime.nullish(),
}

/** A pull request's opening and merge, in words. */
export const pullRequestInWordsSchema = z.object({
  pull_request: z.object({
    ...told,
    created_at: githubTime,
    merged_at: githubTime.nullish(),
    merged_by: user.nullish(),
  }),
})

/** An issue's closing, in words. */
export const issueInWordsSchema = z.object({
  action: z.string(),
  issue: z.object({
    ...told,
    state: z.enum(['open', 'closed']).nullish(),
    closed_at: githubTime.nullish(),
    pull_request: z.unknown().optional(),
  }),
})
