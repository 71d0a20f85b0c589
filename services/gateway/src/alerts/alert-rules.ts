import { alertRuleNames, alertSettingsFrom, defaultAlertRules } from '@octometer/event-contracts'
import { type AnswerOf, alertChannels, getAlertRules, setAlertRules } from '@octometer/gateway-api'
import { alertRuleChangesNow } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { appendCommand } from '../operations/append-command.ts'
import { wrongField } from '../request-body.ts'

type Rules = Omit<AnswerOf<typeof getAlertRules>, 'freshness'>

export const getAlertRulesEndpoint = endpoint(
  getAlertRules,
  'alert-rules',
  async ({ store }): Promise<Rules> => {
    const changes = await store.query(alertRuleChangesNow, {})
    const { rules, leastSeverity } = alertSettingsFrom(changes)
    return {
      rules: alertRuleNames.map((rule) => {
        const last = changes.findLast(({ target, name }) => target === 'rule' && name === rule)
        const { allow, thresholds, ...settings } = rules[rule]
        return {
          rule,
          ...settings,
          thresholds: { ...thresholds },
          allow: [...allow],
          changed_at: last?.issued_at ?? null,
          changed_by: last?.issued_by ?? null,
        }
      }),
      channels: alertChannels.map((channel) => ({ channel, severity: leastSeverity[channel] })),
    }
  },
)

export const setAlertRulesEndpoint = endpoint(
  setAlertRules,
  'alert-rules',
  async (gateway, { body: { rules, channels, command_id }, principal }) => {
    requireEveryRepository(principal, 'Rules are of every repository')
    for (const [index, { rule, thresholds = {} }] of rules.entries()) {
      const known = Object.keys(defaultAlertRules[rule].thresholds)
      const unknown = Object.keys(thresholds).find((each) => !known.includes(each))
      if (unknown === undefined) continue
      const may = known.length === 0 ? 'has none' : `has ${known.join(', ')}`
      throw wrongField(`rules.${index}.thresholds.${unknown}`, `is no threshold of ${rule}, which ${may}`)
    }
    if (rules.length + channels.length === 0) throw wrongField('rules', 'or channels must be given')
    return appendCommand(gateway, principal, { type: 'alert_rules_set', rules, channels }, command_id)
  },
)
