import type { Answer } from '../../api/operations.ts'

export type Rule = Answer<'getAlertRules'>['rules'][number]
export type Channel = Answer<'getAlertRules'>['channels'][number]

export const severities = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Rule['severity'][]

/** What begins an alert by each rule, in a line. The type holds the list against the gateway's. */
export const begins: Readonly<Record<Rule['rule'], string>> = {
  'sensitive-file': 'A push adds or changes a file that is named like a secret',
  'critical-issue': 'An issue is labelled P0, CRITICAL or URGENT',
  conflict: 'A pull request cannot be merged without resolving conflicts',
  'build-failure': 'A build of the default branch fails',
  'deployment-failure': 'A deployment fails',
  'stale-pull-request': 'Nothing has happened on an open pull request for days',
  'approval-bottleneck': 'A pull request that is ready waits for an approval',
  'slow-approver': 'Somebody’s approvals come late in the mean',
  'sla-breach': 'A severe issue is open beyond its time',
  'critical-unassigned': 'A critical issue is assigned to nobody',
  'rate-limit-low': 'Few calls of GitHub’s API are left to a token',
  'intake-silent': 'No delivery arrives any more',
  'intake-incomplete': 'GitHub’s log lists deliveries that nobody holds',
  'hook-missing': 'GitHub has a hook of ours no more',
  'hook-disabled': 'A hook is switched off at GitHub',
  'hook-misaimed': 'A hook’s address is not the one that it was given',
  'hook-wrong-secret': 'A hook’s newest attempt was answered 401',
  'hook-failing': 'A hook’s newest attempts failed',
  'github-late': 'GitHub’s deliveries come late',
  'health-degraded': 'Many deliveries of the last hour were rejected',
  'address-failing': 'An address that is watched fails twice in a row',
  'projection-lagging': 'A read model is behind the log',
  'dead-letters': 'A projection has open dead letters',
}

export const ruleNames = Object.keys(begins) as readonly Rule['rule'][]

/** `critical_hours` as people write it. */
export function thresholdName(name: string): string {
  return name.replaceAll('_', ' ')
}
