import type { ClockRule } from './condition.ts'
import { approvalBottleneckRule, stalePullRequestRule } from './pull-request-rules.ts'
import { deadLettersRule, intakeSilentRule, projectionLaggingRule, rateLimitRule } from './system-rules.ts'

/** Every rule that is asked by the clock. A new one is added here by hand. */
export const clockRules: readonly ClockRule[] = [
  stalePullRequestRule,
  approvalBottleneckRule,
  rateLimitRule,
  intakeSilentRule,
  projectionLaggingRule,
  deadLettersRule,
]
