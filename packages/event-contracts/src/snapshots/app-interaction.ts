import { z } from 'zod'
import { taken } from './taken.ts'

/** What somebody did with the GitHub App through us, or was refused. GitHub's own deliveries about it are in the log beside it. */
export const appInteractionSnapshot = z.object({
  ...taken,
  type: z.literal('app_interaction'),
  interaction: z.enum([
    'creation_begun',
    'manifest_shown',
    'installation_begun',
    'returned',
    'installations_listed',
    'access_checked',
  ]),
  /** A JWT's `sub` or a key's name; null: GitHub's page sent a browser back, or it was asked of everybody's. */
  user: z.string().max(300).nullable(),
  app_id: z.int().nullable(),
  installation_id: z.int().nullable(),
  /** `owner/name` of what was asked about. */
  asked_repository: z.string().max(300).nullable(),
  outcome: z.enum(['done', 'refused']),
  /** Why it was refused: the code of the error, never its text. */
  reason: z.string().max(100).nullable(),
})

export type AppInteractionSnapshot = z.output<typeof appInteractionSnapshot>
