import type { AnswerOf, DoraReason, DoraSource, getDora } from '@octometer/gateway-api'
import type { DoraLeadTimes, DoraOutcomes } from '@octometer/read-store'
import { spreadOf } from '../spread.ts'

type Metrics = AnswerOf<typeof getDora>['metrics']

/** What is known of the repositories asked for, at any time. */
export interface DoraKnowledge {
  readonly repositories: boolean
  readonly delivered: boolean
  readonly ended: boolean
  readonly marked: boolean
}

export interface DoraNumbers {
  readonly source: DoraSource
  readonly known: DoraKnowledge
  /** Undefined: nothing was delivered in that time. */
  readonly outcomes: DoraOutcomes | undefined
  /** Undefined: no change that is known was delivered in that time. */
  readonly leads: DoraLeadTimes | undefined
  readonly days: number
}

const NONE = { finished: 0, succeeded: 0, failed: 0, rework: 0, recovered: 0, mean: null, quantiles: null }

/** The five metrics; each that the data does not tell is null with its reason. */
export function metricsOf(numbers: DoraNumbers): Metrics {
  const { outcomes = NONE, leads, days } = numbers
  const missing = reasonOfAll(numbers.known)
  const idle = missing ?? (outcomes.finished === 0 ? 'nothing_delivered_in_range' : null)
  // Releases and merges do not fail by themselves: what went wrong is known by hotfixes and reverts alone.
  const unmarked = numbers.source !== 'deployments' && !numbers.known.marked ? 'no_hotfixes_ever' : null
  const failure = idle ?? unmarked
  const recovery =
    failure ??
    (outcomes.failed === 0 ? 'nothing_failed' : outcomes.recovered === 0 ? 'nothing_recovered' : null)
  const lead = idle ?? (leads === undefined ? 'no_commits_known' : null)
  return {
    deployment_frequency: {
      deployments: unless(missing, outcomes.succeeded),
      per_day: unless(missing, rounded(outcomes.succeeded / days)),
      reason: missing,
    },
    lead_time_for_changes: {
      changes: unless(lead, leads?.changes ?? null),
      ...spreadOf(lead === null ? leads : undefined),
      reason: lead,
    },
    change_failure_rate: {
      rate: unless(failure, rounded(outcomes.failed / outcomes.finished)),
      failed: unless(failure, outcomes.failed),
      finished: unless(missing, outcomes.finished),
      reason: failure,
    },
    failed_deployment_recovery_time: {
      recovered: unless(failure, outcomes.recovered),
      not_recovered: unless(failure, outcomes.failed - outcomes.recovered),
      ...spreadOf(recovery === null ? outcomes : undefined),
      reason: recovery,
    },
    rework_rate: {
      rate: unless(failure, rounded(outcomes.rework / outcomes.finished)),
      rework: unless(failure, outcomes.rework),
      finished: unless(missing, outcomes.finished),
      reason: failure,
    },
  }
}

function reasonOfAll({ repositories, delivered, ended }: DoraKnowledge): DoraReason | null {
  if (!repositories) return 'unknown_repositories'
  if (!delivered) return 'nothing_delivered_ever'
  return ended ? null : 'no_outcomes_known'
}

function unless<T>(reason: DoraReason | null, value: T): T | null {
  return reason === null ? value : null
}

/** To six decimals: what is behind them is noise of the division. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
