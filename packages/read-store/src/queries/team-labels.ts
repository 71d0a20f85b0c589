import { type Condition, where } from './conditions.ts'

/** SELECT of pull requests with their team: the first label `sig-…` by the alphabet, of those that they have now; empty without one. */
export function teamLabels(...among: readonly (Condition | null)[]): string {
  return `
    SELECT repository_id, number, arraySort(arrayFilter(label -> startsWith(label, 'sig-'),
      max((p.core.observed_at, p.core.rank, p.core.guid, p.core.labels)).4))[1] AS sig
    FROM pull_requests AS p ${where(among).sql} GROUP BY repository_id, number`
}
