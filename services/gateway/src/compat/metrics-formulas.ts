import { extremesAmong, slowOnes } from '../people/team-formulas.ts'

/** A hundredth of a percent; null of nothing. */
export function percentage(part: number, whole: number): number | null {
  return whole === 0 ? null : hundredths((100 * part) / whole)
}

export const hundredths = (value: number) => Math.round(value * 100) / 100

/**
 * The mean of tenths, to a tenth; null of none. A tenth has no exact binary form: added up as whole numbers they give the same
 * in any order, a half among it.
 */
export function meanOfTenths(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sum = values.reduce((total, value) => total + Math.round(value * 10), 0)
  return Math.round(sum / values.length) / 10
}

/**
 * How a number changed, in percent of what it was, to a tenth: from 0 to anything is 100, from 0 to 0 is 0. A relative
 * change of rates too, as upstream has it; null where one of them is not known.
 */
export function trendOf(now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null
  if (before === 0) return now === 0 ? 0 : 100
  return Math.round((1000 * (now - before)) / before) / 10
}

/** Events by time, over the stretch in which there were any, which is taken as one unit at least. */
export function ratePer(events: number, units: number): number {
  return hundredths(events / Math.max(units, 1))
}

interface Reviewer {
  readonly user: string
  readonly avg: number
  readonly reviews: number
}

interface Extreme {
  readonly user: string
  readonly avg_hours: number
  readonly total_reviews: number
  readonly low_sample_size?: true
}

/** The fastest and the slowest reviewer as the upstream tells them. */
export function extremesOf(reviewers: readonly Reviewer[], least: number) {
  const { fastest, slowest, isLowSample } = extremesAmong(reviewers, least)
  const told = (reviewer: Reviewer | undefined): Extreme | null =>
    reviewer === undefined
      ? null
      : {
          user: reviewer.user,
          avg_hours: reviewer.avg,
          total_reviews: reviewer.reviews,
          ...(isLowSample && { low_sample_size: true as const }),
        }
  return { fastest_reviewer: told(fastest), slowest_reviewer: told(slowest) }
}

interface Approver {
  readonly user: string
  readonly avg: number
}

/** Who is waited for, as the upstream tells it. */
export function bottlenecksOf(approvers: readonly Approver[], pending: number) {
  return slowOnes(approvers).map(({ approver: { user, avg }, severity }) => ({
    approver: user,
    avg_approval_hours: avg,
    team_pending_count: pending,
    severity,
  }))
}
