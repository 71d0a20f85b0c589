import {
  acknowledgeAlert,
  getAlertRules,
  listAlerts,
  muteAlert,
  setAlertRules,
  testAlerts,
} from './alerts.ts'
import { getApiUsage, getRateLimits } from './api-usage.ts'
import { incrementCounter, resetCounter, resetCounters, setCounter } from './counter-commands.ts'
import { getCounters, getCounterTrend } from './counters.ts'
import { getDelivery, getDeliveryStats, listDeliveries } from './deliveries.ts'
import {
  dismissDeadLetter,
  getVersion,
  listDeadLetters,
  listProjections,
  rebuildProjection,
  retryDeadLetter,
} from './operations.ts'
import { getPullRequest, getPullRequestStory, listPullRequests } from './pull-requests.ts'
import { getReplay, replayDeliveries } from './replays.ts'
import type { ApiRoute } from './route.ts'
import { runSql } from './sql.ts'

/** Every route of the API. A new one is added here by hand. A fixed path stands before one with a parameter. */
export const apiRoutes: readonly ApiRoute[] = [
  listDeliveries,
  getDeliveryStats,
  getDelivery,
  replayDeliveries,
  getReplay,
  getCounters,
  getCounterTrend,
  setCounter,
  incrementCounter,
  resetCounter,
  resetCounters,
  listPullRequests,
  getPullRequest,
  getPullRequestStory,
  getApiUsage,
  getRateLimits,
  listAlerts,
  testAlerts,
  acknowledgeAlert,
  muteAlert,
  getAlertRules,
  setAlertRules,
  listProjections,
  rebuildProjection,
  listDeadLetters,
  retryDeadLetter,
  dismissDeadLetter,
  runSql,
  getVersion,
]
