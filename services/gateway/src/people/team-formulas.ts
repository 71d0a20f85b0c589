import { gini } from './gini.ts'

/** Who has the fastest reviews and who the slowest, of those with enough of them. */
interface Extremes<T> {
  readonly fastest: T | undefined
  readonly slowest: T | undefined
  /** Nobody has enough: these are of those with the most. */
  readonly isLowSample: boolean
}

interface Timed {
  readonly user: string
  /** In any unit. */
  readonly avg: number
}

/** The fastest first; of equal ones by name. */
export function bySpeed(left: Timed, right: Timed): number {
  return left.avg - right.avg || (left.user.toLowerCase() < right.user.toLowerCase() ? -1 : 1)
}

/** Of equal ones the first by name is the fastest, the last the slowest. */
export function extremesAmong<T extends Timed & { readonly reviews: number }>(
  reviewers: readonly T[],
  least: number,
): Extremes<T> {
  const enough = reviewers.filter(({ reviews }) => reviews >= least)
  const most = Math.max(0, ...reviewers.map(({ reviews }) => reviews))
  const among = enough.length > 0 ? enough : reviewers.filter(({ reviews }) => reviews === most)
  const ordered = among.toSorted(bySpeed)
  return { fastest: ordered[0], slowest: ordered.at(-1), isLowSample: enough.length === 0 }
}

/** Hours after which somebody who approves is waited for. */
const WARNING_HOURS = 24
const CRITICAL_HOURS = 48

/** Approvers who take more than a day on average, the critical ones (two days) first, then the slowest. `avg` is in hours. */
export function slowOnes<T extends Pick<Timed, 'avg'>>(approvers: readonly T[]) {
  return approvers
    .filter(({ avg }) => avg > WARNING_HOURS)
    .toSorted((left, right) => right.avg - left.avg)
    .map((approver) => ({
      approver,
      severity: approver.avg > CRITICAL_HOURS ? ('critical' as const) : ('warning' as const),
    }))
}

interface Author {
  readonly user: string
  readonly created: number
}

/** How pull requests are spread over people; those who opened the most come first. To a tenth; null of nobody. */
export function workloadOf<T extends Author>(people: readonly T[]) {
  const created = people.reduce((sum, person) => sum + person.created, 0)
  const [first] = people
  return {
    created,
    mean: people.length === 0 ? null : Math.round((created / people.length) * 10) / 10,
    most: first === undefined || first.created === 0 ? null : first,
    gini: gini(people.map((person) => person.created)),
  }
}
