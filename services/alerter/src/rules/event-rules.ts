import type { AlertRuleName, AlertSettings, Delivery } from '@octometer/event-contracts'
import { buildFailureRule } from './build-failure.ts'
import { conflictRule } from './conflict.ts'
import { criticalIssueRule } from './critical-issue.ts'
import { deploymentFailureRule } from './deployment-failure.ts'
import { type EventRule, type Finding, findingsOf } from './event-rule.ts'
import { sensitiveFileRule } from './sensitive-file.ts'

/** Every rule over deliveries. A new one is added here by hand. */
const eventRules: readonly EventRule[] = [
  sensitiveFileRule,
  criticalIssueRule,
  conflictRule,
  buildFailureRule,
  deploymentFailureRule,
]

/** Names of the events that some rule reads: the others are not opened. */
export const eventsOfRules: ReadonlySet<string> = new Set(eventRules.flatMap(({ events }) => events))

export type RuleSettings = AlertSettings['rules']

/** A payload that a rule could not read. */
export interface UnreadablePayload {
  readonly rule: AlertRuleName
  readonly reason: string
}

export interface DeliveryFindings {
  readonly findings: readonly Finding[]
  readonly unreadable: readonly UnreadablePayload[]
}

/** What the enabled rules find in a delivery. One that cannot be read keeps no other rule from its work. */
export function readDelivery(delivery: Delivery, settings: RuleSettings): DeliveryFindings {
  const findings: Finding[] = []
  const unreadable: UnreadablePayload[] = []
  for (const rule of eventRules) {
    const its = settings[rule.name]
    if (!its.enabled || !rule.events.includes(delivery.event)) continue
    try {
      findings.push(...findingsOf(rule, delivery, its))
    } catch (error) {
      unreadable.push({ rule: rule.name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { findings, unreadable }
}
