import type { ClockRule } from './condition.ts'
import { githubLateRule, hookRules } from './hook-rules.ts'
import { intakeSilentRule } from './intake-silent.ts'
import { criticalUnassignedRule, slaBreachRule } from './issue-rules.ts'
import { approvalBottleneckRule, stalePullRequestRule } from './pull-request-rules.ts'
import { slowApproverRule } from './slow-approver.ts'
import {
  deadLettersRule,
  healthDegradedRule,
  intakeIncompleteRule,
  projectionLaggingRule,
  rateLimitRule,
} from './system-rules.ts'

/** Every rule that is asked by the clock. A new one is added here by hand. */
export const clockRules: readonly ClockRule[] = [
  stalePullRequestRule,
  approvalBottleneckRule,
  slowApproverRule,
  slaBreachRule,
  criticalUnassignedRule,
  rateLimitRule,
  intakeSilentRule,
  healthDegradedRule,
  intakeIncompleteRule,
  ...hookRules,
  githubLateRule,
  projectionLaggingRule,
  deadLettersRule,
]
