import { createApiUsageOracle, type SimulatedApiCall } from './api-usage.ts'
import { createExpected, type Expected } from './expected.ts'
import { type CounterOracle, createCounterOracle } from './oracle-counters.ts'
import { createPullRequestOracle, type PullRequestOracle } from './oracle-pull-requests.ts'
import type { PullRequestSeen, TimelineMark } from './seen.ts'

/**
 * Hears from the lives what happened, never from a payload, and applies DEFINITIONS to it: the expected totals
 * come from another source, by another way, than those of the product.
 */
export interface Oracle extends CounterOracle, PullRequestOracle {
  delivered(event: string): void
  pullRequest(seen: PullRequestSeen, mark: TimelineMark): void
  apiCall(call: SimulatedApiCall): void
  /** What was told so far. `timezone` (IANA) is that of trends that name none. */
  expected(timezone?: string): Expected
}

export function createOracle(): Oracle {
  const counters = createCounterOracle()
  const pulls = createPullRequestOracle()
  const apiUsage = createApiUsageOracle()
  const events = new Map<string, number>()
  return {
    ...counters,
    ...pulls,
    delivered(event) {
      events.set(event, (events.get(event) ?? 0) + 1)
    },
    pullRequest(seen, mark) {
      counters.pullRequestSeen(seen, mark.action)
      pulls.pullRequestChanged(seen, mark)
    },
    apiCall: (call) => apiUsage.called(call),
    expected(timezone = 'UTC') {
      const told = {
        facts: counters.facts(),
        pullRequests: pulls.pullRequests(),
        apiUsage: apiUsage.usage(),
        deliveriesByEvent: Object.fromEntries([...events].sort()),
      }
      return createExpected(told, timezone)
    },
  }
}
