import { z } from 'zod'
import { githubTime, identifier } from './fields.ts'

export const issuesSchema = z.object({
  action: z.string(),
  issue: z.object({
    number: identifier,
    created_at: githubTime,
    closed_at: githubTime.nullable(),
    pull_request: z.unknown().optional(),
  }),
})

export type IssuesPayload = z.output<typeof issuesSchema>
