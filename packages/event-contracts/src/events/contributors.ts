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
