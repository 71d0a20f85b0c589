import type { AnswerOf, getIssueMetrics } from '@octometer/gateway-api'
import type { IssueMetricsRow } from '@octometer/read-store'
import { spreadOf } from '../spread.ts'

type Numbers = AnswerOf<typeof getIssueMetrics>['numbers']

/** The numbers of a group. */
export type IssueNumbersOf = (group: string) => Numbers

/** Without a row nothing was opened: 0, or null when nothing is known of the repositories. */
export function numbersOf(row: IssueMetricsRow | undefined, known: boolean): Numbers {
  const count = (value: number | undefined) => (known ? (value ?? 0) : null)
  const [low, medium, high, critical] = row?.by_severity ?? []
  const [pending, in_progress, verified, shipped, deferred, closed] = row?.by_status ?? []
  return {
    opened: count(row?.opened),
    by_state: { open: count(row && row.opened - row.closed), closed: count(row?.closed) },
    by_severity: { low: count(low), medium: count(medium), high: count(high), critical: count(critical) },
    by_status: {
      pending: count(pending),
      in_progress: count(in_progress),
      verified: count(verified),
      shipped: count(shipped),
      deferred: count(deferred),
      closed: count(closed),
    },
    blockers: count(row?.blockers),
    breached: count(row?.breached),
    sla: { compliance: complianceOf(row), met: count(row?.met), decided: count(row?.decided) },
    time_to_close: {
      issues: count(row?.timed),
      ...spreadOf(row && { mean: row.close_mean, quantiles: row.close_quantiles }),
    },
    time_to_first_response: {
      issues: count(row?.responded),
      ...spreadOf(row && { mean: row.response_mean, quantiles: row.response_quantiles }),
    },
  }
}

function complianceOf(row: IssueMetricsRow | undefined): number | null {
  if (row === undefined || row.decided === 0) return null
  return Math.round((row.met / row.decided) * 1e6) / 1e6
}
