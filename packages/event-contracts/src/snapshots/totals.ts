import { z } from 'zod'
import { ofRepository, taken } from './taken.ts'

/** What GitHub counts of a repository, as far as what we hold can be counted in the same way. */
export const totalKinds = [
  'pull_requests_open',
  'pull_requests_closed',
  'pull_requests_merged',
  'issues_open',
  'issues_closed',
  'deployments',
  'releases',
] as const

export type TotalKind = (typeof totalKinds)[number]

/** GitHub's own counts (`totalCount`): what ours are measured against. */
export const totalsSnapshot = z.object({
  ...taken,
  ...ofRepository,
  type: z.literal('totals'),
  /** By kind; an absent one was not asked. */
  totals: z.partialRecord(z.enum(totalKinds), z.int().min(0)),
})

export type TotalsSnapshot = z.output<typeof totalsSnapshot>
