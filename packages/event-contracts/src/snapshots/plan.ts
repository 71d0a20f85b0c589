import { z } from 'zod'
import { ofRepository, taken } from './taken.ts'

/** The file that a repository keeps its plan in, as the default branch had it. */
export const planSnapshot = z.object({
  ...taken,
  ...ofRepository,
  type: z.literal('plan'),
  /** The commit that was read. */
  sha: z.string().max(64),
  /** Null: the repository has no plan file. */
  path: z.string().min(1).max(4096).nullable(),
  /** Its Markdown; null without a file. */
  content: z.string().max(1_000_000).nullable(),
})

export type PlanSnapshot = z.output<typeof planSnapshot>
