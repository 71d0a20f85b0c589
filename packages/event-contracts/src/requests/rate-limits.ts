import { z } from 'zod'
import { githubRequest } from './github-request.ts'

const rateLimitSchema = z.object({
  /** As in the events of API calls. */
  token_hash: z.string(),
  resource: z.string(),
  limit: z.int(),
  remaining: z.int(),
  reset_at: z.iso.datetime(),
})

/** What is left of every limit, asked of GitHub now. With `track` the log keeps it, a row for each resource. */
export const rateLimitsRequest = githubRequest(
  'rate-limits',
  z.object({ track: z.boolean() }),
  z.object({ limits: z.array(rateLimitSchema) }),
)
