import type { Answer } from '../../api/operations.ts'
import { formatCount, formatShare, UNKNOWN } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'

export type Dora = Answer<'getDora'>['metrics']
export type DoraReason = NonNullable<Dora['deployment_frequency']['reason']>

interface DoraMetric {
  readonly key: keyof Dora
  readonly label: string
  readonly better: 'more' | 'less'
  readonly read: (metrics: Dora) => number | null
  readonly format: (value: number | null) => string
  /** What the number is made of. */
  readonly noteOf: (metrics: Dora) => string
}

export const doraMetrics: readonly DoraMetric[] = [
  {
    key: 'deployment_frequency',
    label: 'Deployment frequency',
    better: 'more',
    read: ({ deployment_frequency }) => deployment_frequency.per_day,
    format: formatRate,
    noteOf: ({ deployment_frequency: { deployments } }) => `${formatCount(deployments)} succeeded`,
  },
  {
    key: 'lead_time_for_changes',
    label: 'Lead time for changes',
    better: 'less',
    read: ({ lead_time_for_changes }) => lead_time_for_changes.median_seconds,
    format: formatDuration,
    noteOf: ({ lead_time_for_changes: { changes, p90_seconds } }) =>
      `median of ${formatCount(changes)}, P90 ${formatDuration(p90_seconds)}`,
  },
  {
    key: 'change_failure_rate',
    label: 'Change failure rate',
    better: 'less',
    read: ({ change_failure_rate }) => change_failure_rate.rate,
    format: formatShare,
    noteOf: ({ change_failure_rate: { failed, finished } }) =>
      `${formatCount(failed)} of ${formatCount(finished)} finished`,
  },
  {
    key: 'failed_deployment_recovery_time',
    label: 'Recovery time',
    better: 'less',
    read: ({ failed_deployment_recovery_time }) => failed_deployment_recovery_time.median_seconds,
    format: formatDuration,
    noteOf: ({ failed_deployment_recovery_time: { recovered, not_recovered } }) =>
      `median of ${formatCount(recovered)}, ${formatCount(not_recovered)} not recovered`,
  },
  {
    key: 'rework_rate',
    label: 'Rework rate',
    better: 'less',
    read: ({ rework_rate }) => rework_rate.rate,
    format: formatShare,
    noteOf: ({ rework_rate: { rework, finished } }) =>
      `${formatCount(rework)} of ${formatCount(finished)} finished`,
  },
]

/** Why a metric is unknown, as a sentence. */
export const doraReasons: Readonly<Record<DoraReason, string>> = {
  unknown_repositories: 'None of these repositories is known.',
  nothing_delivered_ever: 'Nothing was ever delivered from this source.',
  no_outcomes_known: 'This source does not tell of failures.',
  nothing_delivered_in_range: 'Nothing was delivered in this time.',
  no_commits_known: 'No commits of what was delivered are known.',
  no_hotfixes_ever: 'No hotfix was ever seen.',
  nothing_failed: 'Nothing failed in this time.',
  nothing_recovered: 'What failed has not recovered.',
}

/** How often: by day, week or month, whichever makes it at least one. */
export function formatRate(perDay: number | null): string {
  if (perDay === null) return UNKNOWN
  const [rate, unit] =
    perDay >= 1 ? [perDay, 'day'] : perDay * 7 >= 1 ? [perDay * 7, 'week'] : [perDay * 30, 'month']
  return `${Number(rate.toFixed(1))}/${unit}`
}
