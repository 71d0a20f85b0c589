export { type ActivityKind, activity, activityKinds, getActivity } from './activity.ts'
export { activityRecord, listActivityRecords } from './activity-records.ts'
export {
  acknowledgeAlert,
  alertChannels,
  alertEntry,
  alertOrders,
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
export { appInteractionOrders, listAppInteractions } from './app-interactions.ts'
export { auditOrders, listAudit } from './audit.ts'
export { type BadgeName, badgeFields, badgeNames, createBadge } from './badges.ts'
export {
  branchHealthOrders,
  type CheckKind,
  type CheckStatus,
  checkKinds,
  checkOrders,
  checkStatuses,
  type EndProof,
  flakyCheckOrders,
  listBranchHealth,
  listChecks,
  listFlakyChecks,
  listStuckChecks,
  type StuckKind,
  stuckCheckOrders,
} from './checks.ts'
export { getConfiguration } from './configuration.ts'
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
  type CycleTime,
  type CycleTimeName,
  cycleTimeNames,
  cycleTimes,
  type PullRequestPhase,
} from './cycle-times.ts'
export {
  deliveryDetail,
  deliveryEntry,
  deliveryOrders,
  deliveryOutcome,
  deliveryStats,
  getDelivery,
  getDeliveryStats,
  listDeliveries,
} from './deliveries.ts'
export {
  deploymentEntry,
  deploymentOrders,
  deploymentStates,
  listDeployments,
  listReleases,
  releaseEntry,
  releaseKinds,
  releaseOrders,
} from './deployments.ts'
export { type DoctorCheck, type DoctorVerdict, doctorVerdicts, getDoctor } from './doctor.ts'
export { logChecks, type Unreachable } from './doctor-log.ts'
export { type MachineFacts, machineChecks } from './doctor-store.ts'
export { type DoraReason, type DoraSource, doraAnswer, doraMetrics, getDora } from './dora.ts'
export { erasePerson, erasure, erasurePhases, listErasures } from './erasures.ts'
export {
  type ExportFormat,
  entriesOf,
  exportFormats,
  exportParameters,
  exportTypes,
  isList,
  MAX_PARQUET_ROWS,
} from './export.ts'
export { exportLog } from './export-log.ts'
export {
  forwardingFailure,
  listForwardingFailures,
  listReceivers,
  receiver,
  retryForwarding,
} from './forwarding.ts'
export { listHealthChecks } from './health-checks.ts'
export {
  changeHookConfig,
  createHookConfig,
  deleteHookConfig,
  getHookConfig,
  listHookConfigs,
  rotateHookConfig,
} from './hook-configs.ts'
export { connectHook, getConnection, listHooks, pingHook, setUpHooks, verifyHooks } from './hooks.ts'
export {
  intakeHour,
  intakeOrders,
  listIntake,
  listMissingDeliveries,
  missingDeliveryOrders,
  recoverDeliveries,
} from './intake.ts'
export { getIssueHistory } from './issue-history.ts'
export { getIssueHealth, getIssueTrend } from './issue-monitoring.ts'
export {
  getIssueMetrics,
  issueEntry,
  issueMetrics,
  issueNumbers,
  issueOrders,
  listIssues,
} from './issues.ts'
export { getJob, jobEntry, jobOrders, listJobs, refreshProject, retryJob } from './jobs.ts'
export { createKey, deleteKey, listKeys, MAX_KEYS } from './keys.ts'
export {
  type ImportAnswer,
  importAnswer,
  LOG_FILE,
  type LogFileDelivery,
  type LogFileFooter,
  type LogFileLine,
  logFileFooter,
  logFileHeader,
  logFileLine,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_LINES,
} from './log-file.ts'
export { type OpenApiDocument, openApiDocument } from './openapi.ts'
export {
  deadLetter,
  deadLetterOrders,
  dismissDeadLetter,
  getVersion,
  listDeadLetters,
  listProjections,
  projectionState,
  rebuildProjection,
  retryDeadLetter,
} from './operations.ts'
export { isDescending, type SortOrders, wholeNumber } from './parameters.ts'
export {
  type AccountKind,
  contributor,
  contributorOrders,
  getReviewLoad,
  listContributors,
  listTeams,
  reviewLoad,
} from './people.ts'
export {
  getProject,
  listProjects,
  listProjectUpdates,
  projectDetail,
  projectEntry,
  projectOrders,
  projectUpdate,
} from './projects.ts'
export { evidence, explanation } from './proof.ts'
export {
  funnelPhases,
  getPullRequestFunnel,
  HISTOGRAM_BOUNDS,
  LONGEST_STANDING,
  standingPlaces,
} from './pull-request-funnel.ts'
export {
  getPullRequestMetrics,
  pullRequestDimensions,
  pullRequestMetrics,
  pullRequestNumbers,
} from './pull-request-metrics.ts'
export {
  getPullRequest,
  getPullRequestStory,
  listPullRequests,
  type PullRequestSize,
  type PullRequestState,
  pullRequestDetail,
  pullRequestEntry,
  pullRequestLifecycle,
  pullRequestOrders,
  pullRequestStates,
} from './pull-requests.ts'
export { getReplay, replayDeliveries, replayState } from './replays.ts'
export {
  getRepository,
  listRepositories,
  type RepositoryOrder,
  type RepositoryStatus,
  repositoryDetail,
  repositoryEntry,
  repositoryHealth,
  repositoryOrders,
} from './repositories.ts'
export { listReviewThreads, reviewThread, reviewThreadMetrics } from './review-threads.ts'
export {
  crossTeamReviewOrders,
  getTeamMetrics,
  listCrossTeamReviews,
  listReviewPairs,
  reviewPairOrders,
} from './reviews.ts'
export {
  type AnswerOf,
  type ApiRole,
  type ApiRoute,
  apiRoles,
  type BodyOf,
  changes,
  defineRoute,
  noParameters,
  type PathOf,
  type QueryOf,
} from './route.ts'
export { apiRoutes } from './routes.ts'
export type { Session } from './session.ts'
export { MAX_SQL_ROWS, MAX_SQL_STREAM_ROWS, runSql } from './sql.ts'
export {
  type AlertChangeEvent,
  type CountersEvent,
  type DeliveryEvent,
  type DropReason,
  defaultStreamKinds,
  dropReasons,
  type EventId,
  type GapReason,
  type LoggedKind,
  type StreamEvent,
  type StreamKind,
  type SyncEvent,
  streamCredentialPrefix,
  streamEvent,
  streamEvents,
  streamKinds,
  streamPosition,
  streamProtocol,
  streamRole,
} from './stream.ts'
export { getSummary } from './summary.ts'
export {
  cancelSync,
  completenessOrders,
  getSync,
  getSyncStats,
  listCompleteness,
  listSyncs,
  startSync,
  syncOrders,
} from './sync.ts'
export {
  workflowJobMetricsOrders,
  workflowJobOrders,
  workflowRunMetricsOrders,
  workflowRunOrders,
} from './workflow-orders.ts'
export {
  jobDimensions,
  listWorkflowJobMetrics,
  listWorkflowJobs,
  listWorkflowMetrics,
  listWorkflowRuns,
  runDimensions,
} from './workflows.ts'
