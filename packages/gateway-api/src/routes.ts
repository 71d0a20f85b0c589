import { getActivity } from './activity.ts'
import { listActivityRecords } from './activity-records.ts'
import {
  acknowledgeAlert,
  getAlertRules,
  listAlerts,
  muteAlert,
  setAlertRules,
  testAlerts,
} from './alerts.ts'
import { getApiUsage, getRateLimits } from './api-usage.ts'
import { listAppInteractions } from './app-interactions.ts'
import { listAudit } from './audit.ts'
import { createBadge } from './badges.ts'
import { listBranchHealth, listChecks, listFlakyChecks, listStuckChecks } from './checks.ts'
import { getConfiguration } from './configuration.ts'
import { incrementCounter, resetCounter, resetCounters, setCounter } from './counter-commands.ts'
import { getCounters, getCounterTrend } from './counters.ts'
import { getDelivery, getDeliveryStats, listDeliveries } from './deliveries.ts'
import { listDeployments, listReleases } from './deployments.ts'
import { getDoctor } from './doctor.ts'
import { getDora } from './dora.ts'
import { erasePerson, listErasures } from './erasures.ts'
import { exportLog } from './export-log.ts'
import { listForwardingFailures, listReceivers, retryForwarding } from './forwarding.ts'
import { listHealthChecks } from './health-checks.ts'
import {
  changeHookConfig,
  createHookConfig,
  deleteHookConfig,
  getHookConfig,
  listHookConfigs,
  rotateHookConfig,
} from './hook-configs.ts'
import { connectHook, getConnection, listHooks, pingHook, setUpHooks, verifyHooks } from './hooks.ts'
import { listIntake, listMissingDeliveries, recoverDeliveries } from './intake.ts'
import { getIssueHistory } from './issue-history.ts'
import { getIssueHealth, getIssueTrend } from './issue-monitoring.ts'
import { getIssueMetrics, listIssues } from './issues.ts'
import { getJob, listJobs, refreshProject, retryJob } from './jobs.ts'
import { createKey, deleteKey, listKeys } from './keys.ts'
import {
  dismissDeadLetter,
  getVersion,
  listDeadLetters,
  listProjections,
  rebuildProjection,
  retryDeadLetter,
} from './operations.ts'
import { getReviewLoad, listContributors, listTeams } from './people.ts'
import { getProject, listProjects, listProjectUpdates } from './projects.ts'
import { getPullRequestFunnel } from './pull-request-funnel.ts'
import { getPullRequestMetrics } from './pull-request-metrics.ts'
import { getPullRequest, getPullRequestStory, listPullRequests } from './pull-requests.ts'
import { getReplay, replayDeliveries } from './replays.ts'
import { getRepository, listRepositories } from './repositories.ts'
import { listReviewThreads } from './review-threads.ts'
import { getTeamMetrics, listCrossTeamReviews, listReviewPairs } from './reviews.ts'
import type { ApiRoute } from './route.ts'
import { runSql } from './sql.ts'
import { getSummary } from './summary.ts'
import { cancelSync, getSync, getSyncStats, listCompleteness, listSyncs, startSync } from './sync.ts'
import {
  listWorkflowJobMetrics,
  listWorkflowJobs,
  listWorkflowMetrics,
  listWorkflowRuns,
} from './workflows.ts'

/** Every route of the API. A new one is added here by hand. A fixed path stands before one with a parameter. */
export const apiRoutes: readonly ApiRoute[] = [
  listDeliveries,
  getDeliveryStats,
  getDelivery,
  replayDeliveries,
  getReplay,
  getSummary,
  getActivity,
  listActivityRecords,
  getCounters,
  getCounterTrend,
  setCounter,
  incrementCounter,
  resetCounter,
  resetCounters,
  listPullRequests,
  getPullRequestMetrics,
  getPullRequestFunnel,
  getPullRequest,
  getPullRequestStory,
  listChecks,
  listWorkflowRuns,
  listWorkflowMetrics,
  listWorkflowJobs,
  listWorkflowJobMetrics,
  listStuckChecks,
  listFlakyChecks,
  listBranchHealth,
  listReviewThreads,
  listContributors,
  getReviewLoad,
  listReviewPairs,
  listCrossTeamReviews,
  getTeamMetrics,
  listTeams,
  erasePerson,
  listErasures,
  listDeployments,
  listReleases,
  getDora,
  listIssues,
  getIssueMetrics,
  getIssueHealth,
  getIssueTrend,
  getIssueHistory,
  listRepositories,
  getRepository,
  listProjects,
  getProject,
  listProjectUpdates,
  refreshProject,
  listJobs,
  getJob,
  retryJob,
  listIntake,
  listMissingDeliveries,
  recoverDeliveries,
  listHooks,
  getConnection,
  setUpHooks,
  verifyHooks,
  connectHook,
  pingHook,
  listHookConfigs,
  createHookConfig,
  getHookConfig,
  changeHookConfig,
  rotateHookConfig,
  deleteHookConfig,
  getApiUsage,
  getRateLimits,
  listAlerts,
  testAlerts,
  acknowledgeAlert,
  muteAlert,
  getAlertRules,
  setAlertRules,
  listReceivers,
  listForwardingFailures,
  retryForwarding,
  startSync,
  listSyncs,
  getSyncStats,
  listCompleteness,
  getSync,
  cancelSync,
  listProjections,
  rebuildProjection,
  listDeadLetters,
  retryDeadLetter,
  dismissDeadLetter,
  listKeys,
  createKey,
  deleteKey,
  createBadge,
  runSql,
  exportLog,
  getDoctor,
  listHealthChecks,
  listAppInteractions,
  listAudit,
  getConfiguration,
  getVersion,
]
