import { z } from 'zod'
import { githubRequest } from './github-request.ts'

/**
 * Reads GitHub's delivery logs now and fetches what is missing, before the clock says so. `begun`: at once; `follows`: a look is under
 * way, and another follows it; `off`: no log is read, for nothing is polled, or there is neither a token nor an App.
 */
export const recoveryRequest = githubRequest(
  'recovery',
  z.object({}),
  z.object({ state: z.enum(['begun', 'follows', 'off']) }),
)
