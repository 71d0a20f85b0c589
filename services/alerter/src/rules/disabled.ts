import { alertRuleNames } from '@octometer/event-contracts'
import type { SubjectState } from '../alerts/subject-state.ts'
import { findingsOfConditions } from './condition.ts'
import type { Finding } from './event-rule.ts'
import type { RuleSettings } from './event-rules.ts'

/** What is no longer looked for is over now. */
export function disabledFindings(
  rules: RuleSettings,
  states: readonly SubjectState[],
  now: Date,
): readonly Finding[] {
  return alertRuleNames
    .filter((name) => !rules[name].enabled)
    .flatMap((name) => findingsOfConditions(name, [], states, now))
}
