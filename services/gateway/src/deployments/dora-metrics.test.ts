import { expect, test } from 'vitest'
import { type DoraNumbers, metricsOf } from './dora-metrics.ts'

const known = { repositories: true, delivered: true, ended: true, marked: true }
const spread = { mean: 20.0004, quantiles: [10, 20, 30] }
const outcomes = { group: '', finished: 4, succeeded: 3, failed: 2, rework: 1, recovered: 1, ...spread }
const leads = { group: '', changes: 7, ...spread }
const numbers: DoraNumbers = { source: 'deployments', known, outcomes, leads, days: 7 }

const reasons = (more: Partial<DoraNumbers>) => {
  const metrics = metricsOf({ ...numbers, ...more })
  return [
    metrics.deployment_frequency.reason,
    metrics.lead_time_for_changes.reason,
    metrics.change_failure_rate.reason,
    metrics.failed_deployment_recovery_time.reason,
    metrics.rework_rate.reason,
  ]
}

test('3 of 4 in 7 days succeeded, 2 failed and 1 was recovered, 1 was rework', () => {
  const durations = { mean_seconds: 20, median_seconds: 10, p75_seconds: 20, p90_seconds: 30 }
  expect(metricsOf(numbers)).toEqual({
    deployment_frequency: { deployments: 3, per_day: 0.428571, reason: null },
    lead_time_for_changes: { changes: 7, ...durations, reason: null },
    change_failure_rate: { rate: 0.5, failed: 2, finished: 4, reason: null },
    failed_deployment_recovery_time: { recovered: 1, not_recovered: 1, ...durations, reason: null },
    rework_rate: { rate: 0.25, rework: 1, finished: 4, reason: null },
  })
})

const all = <T>(value: T) => [value, value, value, value, value]

test.each<[string, Partial<DoraNumbers>, unknown]>([
  ['unknown repositories', { known: { ...known, repositories: false } }, all('unknown_repositories')],
  ['never delivered', { known: { ...known, delivered: false } }, all('nothing_delivered_ever')],
  ['deployments without any status', { known: { ...known, ended: false } }, all('no_outcomes_known')],
  ['no commit of what was delivered', { leads: undefined }, [null, 'no_commits_known', null, null, null]],
  [
    'nothing in the range',
    { outcomes: undefined, leads: undefined },
    [null, ...all('nothing_delivered_in_range').slice(1)],
  ],
  [
    'nothing failed',
    { outcomes: { ...outcomes, failed: 0, recovered: 0 } },
    [null, null, null, 'nothing_failed', null],
  ],
  [
    'nothing recovered yet',
    { outcomes: { ...outcomes, recovered: 0 } },
    [null, null, null, 'nothing_recovered', null],
  ],
  [
    'releases, of which none was ever called a hotfix',
    { source: 'releases', known: { ...known, marked: false } },
    [null, null, 'no_hotfixes_ever', 'no_hotfixes_ever', 'no_hotfixes_ever'],
  ],
  ['deployments fail by themselves', { known: { ...known, marked: false } }, all(null)],
])('%s', (_what, more, expected) => {
  expect(reasons(more)).toEqual(expected)
})

test('what is null for a reason tells no number beside it', () => {
  const metrics = metricsOf({ ...numbers, outcomes: { ...outcomes, failed: 2, recovered: 0 } })
  expect(metrics.failed_deployment_recovery_time).toMatchObject({
    recovered: 0,
    not_recovered: 2,
    mean_seconds: null,
  })
})
