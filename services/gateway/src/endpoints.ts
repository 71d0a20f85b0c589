import { getActivityEndpoint } from './activity/get-activity.ts'
import { listActivityRecordsEndpoint } from './activity/list-activity-records.ts'
import { getAlertRulesEndpoint, setAlertRulesEndpoint } from './alerts/alert-rules.ts'
import { acknowledgeAlertEndpoint, muteAlertEndpoint, testAlertsEndpoint } from './alerts/decide-alerts.ts'
import { listAlertsEndpoint } from './alerts/list-alerts.ts'
import type { Endpoint } from './answer-route.ts'
import { getApiUsageEndpoint } from './api-usage/get-api-usage.ts'
import { getRateLimitsEndpoint } from './api-usage/get-rate-limits.ts'
import { listAuditEndpoint } from './audit/list-audit.ts'
import { createBadgeEndpoint } from './badges/create-badge.ts'
import { listBranchHealthEndpoint } from './checks/list-branch-health.ts'
import { listChecksEndpoint } from './checks/list-checks.ts'
import { listFlakyChecksEndpoint } from './checks/list-flaky-checks.ts'
import { listStuckChecksEndpoint } from './checks/list-stuck-checks.ts'
import { listWorkflowJobMetricsEndpoint } from './checks/list-workflow-job-metrics.ts'
import { listWorkflowJobsEndpoint } from './checks/list-workflow-jobs.ts'
import { listWorkflowMetricsEndpoint } from './checks/list-workflow-metrics.ts'
import { listWorkflowRunsEndpoint } from './checks/list-workflow-runs.ts'
import { getConfigurationEndpoint } from './configuration/get-configuration.ts'
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
import { getDoraEndpoint } from './deployments/get-dora.ts'
import { listDeploymentsEndpoint } from './deployments/list-deployments.ts'
import { listReleasesEndpoint } from './deployments/list-releases.ts'
import { getDoctorEndpoint } from './doctor/get-doctor.ts'
import {
  listForwardingFailuresEndpoint,
  listReceiversEndpoint,
  retryForwardingEndpoint,
} from './forwarding/forwarding.ts'
import { listAppInteractionsEndpoint } from './github/list-app-interactions.ts'
import {
  connectHookEndpoint,
  pingHookEndpoint,
  setUpHooksEndpoint,
  verifyHooksEndpoint,
} from './hooks/ask-hooks.ts'
import { getConnectionEndpoint } from './hooks/get-connection.ts'
import {
  changeHookConfigEndpoint,
  createHookConfigEndpoint,
  deleteHookConfigEndpoint,
  getHookConfigEndpoint,
  listHookConfigsEndpoint,
  rotateHookConfigEndpoint,
} from './hooks/hook-configs.ts'
import { listHooksEndpoint } from './hooks/list-hooks.ts'
import { listIntakeEndpoint } from './intake/list-intake.ts'
import { listMissingDeliveriesEndpoint } from './intake/list-missing-deliveries.ts'
import { recoverDeliveriesEndpoint } from './intake/recover-deliveries.ts'
import { getIssueHealthEndpoint } from './issues/get-issue-health.ts'
import { getIssueHistoryEndpoint } from './issues/get-issue-history.ts'
import { getIssueMetricsEndpoint } from './issues/get-issue-metrics.ts'
import { getIssueTrendEndpoint } from './issues/get-issue-trend.ts'
import { listIssuesEndpoint } from './issues/list-issues.ts'
import {
  getJobEndpoint,
  listJobsEndpoint,
  refreshProjectEndpoint,
  retryJobEndpoint,
} from './jobs/job-routes.ts'
import { createKeyEndpoint, deleteKeyEndpoint, listKeysEndpoint } from './keys/manage-keys.ts'
import { exportLogEndpoint } from './log-file/export-log.ts'
import { listHealthChecksEndpoint } from './monitoring/list-health-checks.ts'
import {
  dismissDeadLetterEndpoint,
  listDeadLettersEndpoint,
  retryDeadLetterEndpoint,
} from './operations/dead-letters.ts'
import { listProjectionsEndpoint, rebuildProjectionEndpoint } from './operations/projections.ts'
import { getVersionEndpoint } from './operations/version.ts'
import { erasePersonEndpoint, listErasuresEndpoint } from './people/erase-person.ts'
import { getReviewLoadEndpoint } from './people/get-review-load.ts'
import { getTeamMetricsEndpoint } from './people/get-team-metrics.ts'
import { listContributorsEndpoint } from './people/list-contributors.ts'
import { listCrossTeamReviewsEndpoint } from './people/list-cross-team-reviews.ts'
import { listReviewPairsEndpoint } from './people/list-review-pairs.ts'
import { listTeamsEndpoint } from './people/list-teams.ts'
import { getProjectEndpoint } from './projects/get-project.ts'
import { listProjectUpdatesEndpoint } from './projects/list-project-updates.ts'
import { listProjectsEndpoint } from './projects/list-projects.ts'
import { getPullRequestEndpoint } from './pull-requests/get-pull-request.ts'
import { getPullRequestFunnelEndpoint } from './pull-requests/get-pull-request-funnel.ts'
import { getPullRequestMetricsEndpoint } from './pull-requests/get-pull-request-metrics.ts'
import { getPullRequestStoryEndpoint } from './pull-requests/get-pull-request-story.ts'
import { listPullRequestsEndpoint } from './pull-requests/list-pull-requests.ts'
import { getRepositoryEndpoint } from './repositories/get-repository.ts'
import { listRepositoriesEndpoint } from './repositories/list-repositories.ts'
import { listReviewThreadsEndpoint } from './review-threads/list-review-threads.ts'
import { runSqlEndpoint } from './sql/run-sql.ts'
import { getSummaryEndpoint } from './summary/get-summary.ts'
import { listCompletenessEndpoint } from './sync/list-completeness.ts'
import {
  cancelSyncEndpoint,
  getSyncEndpoint,
  getSyncStatsEndpoint,
  listSyncsEndpoint,
  startSyncEndpoint,
} from './sync/sync-routes.ts'

/** What answers each route of the API, a fixed path before one with a parameter. A new one is added here by hand. */
export const endpoints: readonly Endpoint[] = [
  listDeliveriesEndpoint,
  getDeliveryStatsEndpoint,
  getDeliveryEndpoint,
  replayDeliveriesEndpoint,
  getReplayEndpoint,
  getSummaryEndpoint,
  startSyncEndpoint,
  listSyncsEndpoint,
  getSyncStatsEndpoint,
  listCompletenessEndpoint,
  getSyncEndpoint,
  cancelSyncEndpoint,
  getActivityEndpoint,
  listActivityRecordsEndpoint,
  getCountersEndpoint,
  getCounterTrendEndpoint,
  setCounterEndpoint,
  incrementCounterEndpoint,
  resetCounterEndpoint,
  resetCountersEndpoint,
  listPullRequestsEndpoint,
  getPullRequestMetricsEndpoint,
  getPullRequestFunnelEndpoint,
  getPullRequestEndpoint,
  getPullRequestStoryEndpoint,
  listChecksEndpoint,
  listWorkflowRunsEndpoint,
  listWorkflowMetricsEndpoint,
  listWorkflowJobsEndpoint,
  listWorkflowJobMetricsEndpoint,
  listStuckChecksEndpoint,
  listFlakyChecksEndpoint,
  listBranchHealthEndpoint,
  listReviewThreadsEndpoint,
  listContributorsEndpoint,
  getReviewLoadEndpoint,
  listReviewPairsEndpoint,
  listCrossTeamReviewsEndpoint,
  getTeamMetricsEndpoint,
  listTeamsEndpoint,
  erasePersonEndpoint,
  listErasuresEndpoint,
  listDeploymentsEndpoint,
  listReleasesEndpoint,
  getDoraEndpoint,
  listIssuesEndpoint,
  getIssueMetricsEndpoint,
  getIssueHealthEndpoint,
  getIssueTrendEndpoint,
  getIssueHistoryEndpoint,
  listRepositoriesEndpoint,
  getRepositoryEndpoint,
  listProjectsEndpoint,
  getProjectEndpoint,
  listProjectUpdatesEndpoint,
  refreshProjectEndpoint,
  listJobsEndpoint,
  getJobEndpoint,
  retryJobEndpoint,
  listIntakeEndpoint,
  listMissingDeliveriesEndpoint,
  recoverDeliveriesEndpoint,
  listHooksEndpoint,
  getConnectionEndpoint,
  setUpHooksEndpoint,
  verifyHooksEndpoint,
  connectHookEndpoint,
  pingHookEndpoint,
  listHookConfigsEndpoint,
  createHookConfigEndpoint,
  getHookConfigEndpoint,
  changeHookConfigEndpoint,
  rotateHookConfigEndpoint,
  deleteHookConfigEndpoint,
  getApiUsageEndpoint,
  getRateLimitsEndpoint,
  listAlertsEndpoint,
  testAlertsEndpoint,
  acknowledgeAlertEndpoint,
  muteAlertEndpoint,
  getAlertRulesEndpoint,
  setAlertRulesEndpoint,
  listReceiversEndpoint,
  listForwardingFailuresEndpoint,
  retryForwardingEndpoint,
  listProjectionsEndpoint,
  rebuildProjectionEndpoint,
  listDeadLettersEndpoint,
  retryDeadLetterEndpoint,
  dismissDeadLetterEndpoint,
  listKeysEndpoint,
  createKeyEndpoint,
  deleteKeyEndpoint,
  createBadgeEndpoint,
  runSqlEndpoint,
  exportLogEndpoint,
  getDoctorEndpoint,
  listHealthChecksEndpoint,
  listAppInteractionsEndpoint,
  listAuditEndpoint,
  getConfigurationEndpoint,
  getVersionEndpoint,
]
