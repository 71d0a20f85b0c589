import type { Entry, Request } from '../../api/operations.ts'
import type { ApiResult } from '../../api/use-api.ts'

export type Member = Entry<'getTeamMetrics'>

/** The dynamics of the team, asked once for all panels. */
export interface TeamProps {
  readonly team: ApiResult<'getTeamMetrics'>
  readonly request: Request<'getTeamMetrics'>
}

const LEAST = 5
const MOST = 100

/** How many reviews a fastest or slowest reviewer has at least, as the address says. */
export function leastOf(text: string): number {
  const given = Number(text)
  return text !== '' && Number.isInteger(given) && given >= 1 && given <= MOST ? given : LEAST
}

type Value = number | null

/** The greatest first, or with `ascending` the least; what is unknown last. Of equal ones as they were. */
export function sortedBy<T>(
  rows: readonly T[],
  numberOf: (row: T) => Value,
  ascending = false,
): readonly T[] {
  return rows.toSorted((left, right) => {
    const [one, other] = [numberOf(left), numberOf(right)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return ascending ? one - other : other - one
  })
}
