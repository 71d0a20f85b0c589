import { getAlertRulesEndpoint, setAlertRulesEndpoint } from './alerts/alert-rules.ts'
import { acknowledgeAlertEndpoint, muteAlertEndpoint, testAlertsEndpoint } from './alerts/decide-alerts.ts'
import { listAlertsEndpoint } from './alerts/list-alerts.ts'
import type { Endpoint } from './answer-route.ts'
import { getApiUsageEndpoint } from './api-usage/get-api-usage.ts'
import { getRateLimitsEndpoint } from './api-usage/get-rate-limits.ts'
import { getCounterTrendEndpoint } from './counters/get-counter-trend.ts'
import { getCountersEndpoint } from './counters/get-counters.ts'
import {
  incrementCounterEndpoint,
  resetCounterEndpoint,
  resetCountersEndpoint,
  setCounterEndpoint,
} from './counters/move-counters.ts'
import { getDeliveryStatsEndpoint } from './deliveries/delivery-stats.ts'
import { getDeliveryEndpoint } from './deliveries/get-delivery.ts'
import { getReplayEndpoint } from './deliveries/get-replay.ts'
import { listDeliveriesEndpoint } from './deliveries/list-deliveries.ts'
import { replayDeliveriesEndpoint } from './deliveries/replay-deliveries.ts'
import {
  dismissDeadLetterEndpoint,
  listDeadLettersEndpoint,
  retryDeadLetterEndpoint,
} from './operations/dead-letters.ts'
import { listProjectionsEndpoint, rebuildProjectionEndpoint } from './operations/projections.ts'
import { getVersionEndpoint } from './operations/version.ts'
import { getPullRequestEndpoint } from './pull-requests/get-pull-request.ts'
import { getPullRequestStoryEndpoint } from './pull-requests/get-pull-request-story.ts'
import { listPullRequestsEndpoint } from './pull-requests/list-pull-requests.ts'
import { runSqlEndpoint } from './sql/run-sql.ts'

/** What answers each route of the API, a fixed path before one with a parameter. A new one is added here by hand. */
export const endpoints: readonly Endpoint[] = [
  listDeliveriesEndpoint,
  getDeliveryStatsEndpoint,
  getDeliveryEndpoint,
  replayDeliveriesEndpoint,
  getReplayEndpoint,
  getCountersEndpoint,
  getCounterTrendEndpoint,
  setCounterEndpoint,
  incrementCounterEndpoint,
  resetCounterEndpoint,
  resetCountersEndpoint,
  listPullRequestsEndpoint,
  getPullRequestEndpoint,
  getPullRequestStoryEndpoint,
  getApiUsageEndpoint,
  getRateLimitsEndpoint,
  listAlertsEndpoint,
  testAlertsEndpoint,
  acknowledgeAlertEndpoint,
  muteAlertEndpoint,
  getAlertRulesEndpoint,
  setAlertRulesEndpoint,
  listProjectionsEndpoint,
  rebuildProjectionEndpoint,
  listDeadLettersEndpoint,
  retryDeadLetterEndpoint,
  dismissDeadLetterEndpoint,
  runSqlEndpoint,
  getVersionEndpoint,
]
