import {
  type AlertRuleName,
  type AlertSettings,
  type Delivery,
  schemaFault,
} from '@octometer/event-contracts'
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

export interface RuleFindings {
  readonly findings: readonly Finding[]
  readonly unreadable: readonly UnreadablePayload[]
}

/** What the enabled rules find in a delivery. One that cannot be read keeps no other rule from its work. */
export function readDelivery(delivery: Delivery, settings: RuleSettings): RuleFindings {
  const read = eventRules
    .filter(({ name, events }) => settings[name].enabled && events.includes(delivery.event))
    .map((rule) => readBy(rule.name, () => findingsOf(rule, delivery, settings[rule.name])))
  return {
    findings: read.flatMap(({ findings }) => findings),
    unreadable: read.flatMap(({ unreadable }) => unreadable),
  }
}

/** What a rule finds, or why it cannot read what it was given. */
export function readBy(rule: AlertRuleName, find: () => readonly Finding[]): RuleFindings {
  try {
    return { findings: find(), unreadable: [] }
  } catch (error) {
    const reason = schemaFault(error) ?? (error instanceof Error ? error.message : String(error))
    return { findings: [], unreadable: [{ rule, reason }] }
  }
}
