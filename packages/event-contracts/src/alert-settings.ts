import { z } from 'zod'
import {
  type AlertChannel,
  type AlertRuleName,
  type AlertRuleSettings,
  alertRuleNames,
  defaultAlertRules,
  defaultChannelSeverities,
  type Severity,
  severities,
} from './alert-rules.ts'

/** What somebody changed of a rule; what is absent stays as it was. */
export const alertRuleChangeSchema = z.object({
  enabled: z.boolean().optional(),
  severity: z.enum(severities).optional(),
  cooldown_minutes: z.int().min(0).max(10_080).optional(),
  thresholds: z.record(z.string(), z.number()).optional(),
  allow: z.array(z.string().min(1).max(200)).max(200).optional(),
})

const channelChangeSchema = z.object({ severity: z.enum(severities) })

type AlertRuleChange = z.output<typeof alertRuleChangeSchema>

/** A change as the read model keeps it: `settings` is JSON. */
export interface StoredRuleChange {
  readonly target: 'rule' | 'channel'
  readonly name: string
  readonly settings: string
}

export interface AlertSettings {
  readonly rules: Readonly<Record<AlertRuleName, AlertRuleSettings>>
  /** The least severity that each channel is told of at once. */
  readonly leastSeverity: Readonly<Record<AlertChannel, Severity>>
}

/** The settings of now: the defaults with every change laid over them, the oldest first. */
export function alertSettingsFrom(changes: readonly StoredRuleChange[]): AlertSettings {
  const changesOf = (name: AlertRuleName): AlertRuleChange[] =>
    changes
      .filter((each) => each.target === 'rule' && each.name === name)
      .map(({ settings }) => alertRuleChangeSchema.parse(JSON.parse(settings)))
  const rules = alertRuleNames.map((name) => [name, laidOver(defaultAlertRules[name], changesOf(name))])
  const channels = changes
    .filter(({ target }) => target === 'channel')
    .map(({ name, settings }) => [name, channelChangeSchema.parse(JSON.parse(settings)).severity])
  return {
    // One entry for every name of a rule.
    rules: Object.fromEntries(rules) as AlertSettings['rules'],
    leastSeverity: { ...defaultChannelSeverities, ...Object.fromEntries(channels) },
  }
}

function laidOver(defaults: AlertRuleSettings, changes: readonly AlertRuleChange[]): AlertRuleSettings {
  let settings = defaults
  for (const change of changes) {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    settings = { ...settings, ...given, thresholds: { ...settings.thresholds, ...change.thresholds } }
  }
  return settings
}
