import { z } from 'zod'

const account = z.object({ id: z.int(), login: z.string() })

/**
 * A line of GH Archive since 2015: an event as GitHub's Events API told it. Not a webhook's payload: repository, actor and organisation
 * are reduced to their names and ids, and since October 2025 commits and most of a pull request are left out.
 */
export const archivedEvent = z.object({
  id: z.string().regex(/^\d{1,30}$/),
  type: z.string(),
  actor: account,
  repo: z.object({ id: z.int(), name: z.string().regex(/^[^/]+\/[^/]+$/) }),
  org: account.optional(),
  payload: z.record(z.string(), z.unknown()),
  public: z.boolean(),
  created_at: z.iso.datetime(),
})

export type ArchivedEvent = z.output<typeof archivedEvent>
