import { z } from 'zod'
import { ofRepository, taken } from './taken.ts'

/** The file that a repository keeps its plan in, as the default branch had it. */
export const planSnapshot = z.object({
  ...taken,
  /** When the branch came to this commit, where a push told it; else when GitHub was asked. So of two readings the later commit counts. */
  taken_at: taken.taken_at,
  ...ofRepository,
  type: z.literal('plan'),
  /** The commit that was read. */
  sha: z.string().max(64),
  /** Null: the repository has no plan file. */
  path: z.string().min(1).max(4096).nullable(),
  /** Its Markdown; null without a file. */
  content: z.string().max(1_000_000).nullable(),
  /** Of the job that read it. */
  job_id: z.uuid().nullish(),
})

export type PlanSnapshot = z.output<typeof planSnapshot>
