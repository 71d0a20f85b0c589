export {
  githubMetricsChecks,
  githubMetricsHeads,
  githubMetricsTitles,
} from './github-metrics-checks.ts'
export {
  githubMetricsAttemptCount,
  githubMetricsAttempts,
  githubMetricsAttemptsOf,
  githubMetricsCallsOf,
} from './github-metrics-deliveries.ts'
export {
  githubMetricsCreators,
  githubMetricsCrossTeam,
  githubMetricsCrossTeamTotals,
  githubMetricsLabelled,
  githubMetricsReviewers,
} from './github-metrics-people.ts'
export { githubMetricsPullCounts, githubMetricsPulls } from './github-metrics-pulls.ts'
export {
  githubMetricsBodies,
  githubMetricsStory,
  githubMetricsTurns,
} from './github-metrics-story.ts'
export {
  githubMetricsThreads,
  githubMetricsThreadTotals,
} from './github-metrics-threads.ts'
export {
  githubMetricsBuckets,
  githubMetricsCalls,
  githubMetricsSpread,
  githubMetricsTotals,
} from './github-metrics-totals.ts'
export {
  githubMetricsApprovals,
  githubMetricsPending,
  githubMetricsResponses,
  githubMetricsTurnaround,
  githubMetricsWorkload,
} from './github-metrics-turnaround.ts'
