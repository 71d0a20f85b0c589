/** What an alert can be about, each with the settings that hold until somebody changes them. */
export const severities = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

export const alertRuleNames = [
  'sensitive-file',
  'critical-issue',
  'conflict',
  'build-failure',
  'deployment-failure',
  'stale-pull-request',
  'approval-bottleneck',
  'slow-approver',
  'sla-breach',
  'critical-unassigned',
  'rate-limit-low',
  'intake-silent',
  'intake-incomplete',
  'hook-missing',
  'hook-disabled',
  'hook-misaimed',
  'hook-wrong-secret',
  'hook-failing',
  'github-late',
  'health-degraded',
  'address-failing',
  'projection-lagging',
  'dead-letters',
] as const
export type AlertRuleName = (typeof alertRuleNames)[number]

export const alertChannels = ['slack', 'discord', 'email', 'webhooks'] as const
export type AlertChannel = (typeof alertChannels)[number]

export interface AlertRuleSettings {
  readonly enabled: boolean
  readonly severity: Severity
  /** After a notification that an alert is open, the next one of the same rule and subject waits so long. */
  readonly cooldown_minutes: number
  /** By name, as the rule's defaults name them. */
  readonly thresholds: Readonly<Record<string, number>>
  /** Names of files that are no secrets; empty for rules that know no names. */
  readonly allow: readonly string[]
}

const rule = (severity: Severity, thresholds: AlertRuleSettings['thresholds'] = {}): AlertRuleSettings => ({
  enabled: true,
  severity,
  cooldown_minutes: 60,
  thresholds,
  allow: [],
})

export const defaultAlertRules: Readonly<Record<AlertRuleName, AlertRuleSettings>> = {
  'sensitive-file': {
    ...rule('critical'),
    allow: ['.env.example', '.env.sample', '.env.template', '.env.dist'],
  },
  'critical-issue': rule('critical'),
  conflict: rule('high'),
  'build-failure': rule('high'),
  'deployment-failure': rule('high'),
  'stale-pull-request': rule('medium', { days: 7 }),
  'approval-bottleneck': rule('medium', { hours: 24, critical_hours: 48 }),
  'slow-approver': rule('medium', { hours: 24, critical_hours: 48, days: 30, approvals: 3 }),
  'sla-breach': rule('high'),
  'critical-unassigned': rule('critical', { minutes: 15 }),
  'rate-limit-low': rule('high', { remaining: 100 }),
  'intake-silent': rule('high', { hours: 24 }),
  'intake-incomplete': rule('high', { missing: 1, hours: 24, grace_minutes: 30 }),
  'hook-missing': rule('critical'),
  'hook-disabled': rule('critical'),
  'hook-misaimed': rule('critical'),
  'hook-wrong-secret': rule('critical'),
  'hook-failing': rule('high'),
  'github-late': rule('low', { seconds: 600, minutes: 30, deliveries: 3 }),
  'health-degraded': rule('high', { success_percent: 95, minutes: 60 }),
  'address-failing': rule('high', { looks: 2 }),
  'projection-lagging': rule('high', { seconds: 300 }),
  'dead-letters': rule('medium', { count: 1 }),
}

/** The least severity that a channel is told of at once; the digest has the rest. */
export const defaultChannelSeverities: Readonly<Record<AlertChannel, Severity>> = {
  slack: 'high',
  discord: 'critical',
  email: 'high',
  webhooks: 'low',
}
