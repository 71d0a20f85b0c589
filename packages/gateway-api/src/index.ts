export {
  acknowledgeAlert,
  alertChannels,
  alertEntry,
  alertRules,
  alertSeverities,
  getAlertRules,
  listAlerts,
  muteAlert,
  setAlertRules,
  testAlerts,
} from './alerts.ts'
export { type Freshness, freshness, type Page, page, problem } from './answers.ts'
export {
  apiUsageGroup,
  getApiUsage,
  getRateLimits,
  rateLimit,
  type UsageDimension,
  usageDimensions,
} from './api-usage.ts'
export { incrementCounter, resetCounter, resetCounters, setCounter } from './counter-commands.ts'
export {
  type CounterName,
  counterNames,
  counterTrend,
  counterValues,
  getCounters,
  getCounterTrend,
  MAX_TREND_BUCKETS,
  type TrendBucket,
  windowNames,
} from './counters.ts'
export {
  deliveryDetail,
  deliveryEntry,
  deliveryOutcome,
  deliveryStats,
  getDelivery,
  getDeliveryStats,
  listDeliveries,
} from './deliveries.ts'
export { type OpenApiDocument, openApiDocument } from './openapi.ts'
export {
  deadLetter,
  dismissDeadLetter,
  getVersion,
  listDeadLetters,
  listProjections,
  projectionState,
  rebuildProjection,
  retryDeadLetter,
} from './operations.ts'
export {
  getPullRequest,
  getPullRequestStory,
  listPullRequests,
  type PullRequestSize,
  type PullRequestState,
  pullRequestDetail,
  pullRequestEntry,
  pullRequestLifecycle,
  pullRequestStates,
} from './pull-requests.ts'
export { getReplay, replayDeliveries, replayState } from './replays.ts'
export type { AnswerOf, ApiRole, ApiRoute, BodyOf, PathOf, QueryOf } from './route.ts'
export { apiRoutes } from './routes.ts'
export { MAX_SQL_ROWS, MAX_SQL_STREAM_ROWS, runSql } from './sql.ts'
