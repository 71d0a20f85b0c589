/** The twelve counters; docs/metrics/counters.md defines them. */
export const counterNames = [
  'commits',
  'pushes',
  'pulls_opened',
  'pulls_merged',
  'pulls_closed',
  'issues_opened',
  'issues_closed',
  'deployments',
  'build_failures',
  'test_failures',
  'conflicts',
  'hotfixes',
] as const

export type CounterName = (typeof counterNames)[number]
