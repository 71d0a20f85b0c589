import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import type { AlertRuleChangeRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'

/** What operators changed of the rules of alerts, change by change. */
export const alertRulesProjection: Projection = {
  name: 'alert-rules',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: [], commands: ['alert_rules_set'], apiCalls: false },
  tables: ['alert_rule_changes'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind !== 'command' || message.command.type !== 'alert_rules_set')
      return ignored('not about the rules of alerts')
    const { rules, channels, command_id, issued_at, issued_by } = message.command
    const issuedAt = new Date(issued_at)
    if (!isStorable(issuedAt)) return ignored('time outside 1970–2105')
    const rowOf = (target: string, name: string, settings: object): AlertRuleChangeRow => ({
      command_id,
      target,
      name,
      change: { issued_at: issuedAt, issued_by, settings: JSON.stringify(settings) },
    })
    return projected({
      alert_rule_changes: [
        ...rules.map(({ rule, ...settings }) => rowOf('rule', rule, settings)),
        ...channels.map(({ channel, ...settings }) => rowOf('channel', channel, settings)),
      ],
    })
  },
}
