export {
  type ArchivedDelivery,
  archivedDelivery,
  attemptsWithoutPayload,
  oldestPayload,
  readArchive,
} from './archive.ts'
export { archiveSize } from './archive-size.ts'
export { type ArchivedCommand, archivedCommand, readCommands } from './archived-commands.ts'
export { archivedSequences, newestArchivedSequence } from './archived-sequences.ts'
export { type ArchivedSnapshot, readSnapshots } from './archived-snapshots.ts'
export { connectStore, ensureDatabase, type Store, type StoreOptions } from './client.ts'
export { type DeadLetter, findDeadLetter, unprojectedDeadLetters } from './dead-letter.ts'
export { type ErasureState, openErasures } from './erasure/erasure-registry.ts'
export { readPersonBodies, rewritePersonRows } from './erasure/person-rows.ts'
export { SchemaError, StoreError } from './errors.ts'
export { explainQuery } from './explained-query.ts'
export { fillDeliveryCounts } from './fill-delivery-counts.ts'
export type { FileColumn, FileColumnType } from './format-rows.ts'
export { compareGenerations, type RowRewriting, takeOverRows } from './generation-comparison.ts'
export {
  type GenerationName,
  type GenerationState,
  listGenerations,
  liveAmong,
  liveGeneration,
  markGeneration,
  publishViews,
} from './generation-registry.ts'
export { type GenerationStore, openGeneration } from './generation-store.ts'
export { openJournal } from './journal.ts'
export { migrate } from './migrate.ts'
export { type MigrationPlan, migrationPlan, readMigrations, refuseNewerSchema } from './migrations.ts'
export type { NamedQuery, RenderedQuery } from './named-query.ts'
export {
  type ActivityRow,
  contributedActivity,
  countedActivity,
  receivedActivity,
} from './queries/activity.ts'
export { type ActivityRecordNow, activityRecords } from './queries/activity-records.ts'
export {
  deadLettersByProjection,
  failingDeliveries,
  stalePullRequests,
  unapprovedPullRequests,
  type WaitingPullRequest,
} from './queries/alert-conditions.ts'
export {
  type AlertNow,
  alertNotificationsOf,
  alertNow,
  alertPage,
  alertRuleChangesNow,
} from './queries/alerts.ts'
export { type ApiUsageRow, apiUsageGroups, rateLimitsNow, spendingPaces } from './queries/api-usage.ts'
export { appInteractionPage } from './queries/app-interactions.ts'
export { auditPage } from './queries/audit.ts'
export { type BranchTurn, branchTurns, checkedRepositories, sortedBranches } from './queries/branch-health.ts'
export {
  type CheckEndingNow,
  checkEndings,
  type EndingSubject,
  type UnfinishedCheck,
  unfinishedChecks,
} from './queries/check-endings.ts'
export {
  type CheckFilters,
  type CheckRunNow,
  type CommitStatusNow,
  checkKinds,
  checkRunCandidates,
  checkRunStates,
  commitStatusCandidates,
  commitStatusReports,
  newestStatusReports,
  pendingStatusCandidates,
} from './queries/check-pages.ts'
export type { CheckCandidate, CheckPlace } from './queries/check-places.ts'
export { completenessOfRepositories } from './queries/completeness.ts'
export { type CounterMove, counterMoves, countersSinceCuts } from './queries/counter-baselines.ts'
export { counterHistory } from './queries/counter-history.ts'
export { counterDates, counterHours } from './queries/counter-trends.ts'
export { counterTotals, type WindowParts } from './queries/counters.ts'
export {
  type DeliveryAttemptRow,
  type DeliveryFilters,
  deliveryAttempts,
  deliveryPage,
  deliveryPayload,
  deliveryRewriting,
  messageOutcomes,
  newestDelivery,
} from './queries/deliveries.ts'
export { wholeArchiveIsCounted } from './queries/delivery-counts.ts'
export {
  type DeliveryEndRow,
  type DeliveryHealthRow,
  deliveryEnds,
  deliveryHealth,
  deliveryPayloads,
  rejectionReasons,
  unprocessedDeliveries,
} from './queries/delivery-ends.ts'
export { deliveryTotals } from './queries/delivery-totals.ts'
export {
  type DeploymentNow,
  deploymentCandidates,
  deploymentStatuses,
  sortedDeployments,
} from './queries/deployments.ts'
export {
  type DoraLeadTimes,
  type DoraOutcomes,
  doraKnown,
  doraLeadTimes,
  doraOutcomes,
} from './queries/dora.ts'
export { type EvidenceRow, evidencePage } from './queries/evidence/evidence-page.ts'
export {
  callsBehind,
  deliveryLogsBehind,
  movesBehind,
  newestCallsBehind,
  planReadings,
  repositorySnapshots,
} from './queries/evidence/other-messages.ts'
export type { EvidencePart } from './queries/evidence/things.ts'
export { toldSnapshots } from './queries/evidence/told-snapshots.ts'
export { decidedChecks, flakyChecks } from './queries/flaky-checks.ts'
export {
  githubMetricsApprovals,
  githubMetricsAttemptCount,
  githubMetricsAttempts,
  githubMetricsAttemptsOf,
  githubMetricsBodies,
  githubMetricsBuckets,
  githubMetricsCalls,
  githubMetricsCallsOf,
  githubMetricsChecks,
  githubMetricsCreators,
  githubMetricsCrossTeam,
  githubMetricsCrossTeamTotals,
  githubMetricsHeads,
  githubMetricsLabelled,
  githubMetricsPending,
  githubMetricsPullCounts,
  githubMetricsPulls,
  githubMetricsResponses,
  githubMetricsReviewers,
  githubMetricsSpread,
  githubMetricsStory,
  githubMetricsThreads,
  githubMetricsThreadTotals,
  githubMetricsTitles,
  githubMetricsTotals,
  githubMetricsTurnaround,
  githubMetricsTurns,
  githubMetricsWorkload,
} from './queries/github-metrics.ts'
export {
  deliveryLateness,
  type HookAttemptsRow,
  type HookStateNow,
  hookAttempts,
  hookReceipts,
  hookStatesNow,
  lastDeliveryOf,
} from './queries/hooks.ts'
export {
  type IntakeHour,
  intakeHours,
  intakeMissing,
  intakeReadHours,
  intakeReceived,
  intakeTotals,
} from './queries/intake.ts'
export { issueSeverities } from './queries/issue-columns.ts'
export { type IssueMetricsRow, issueMetrics } from './queries/issue-metrics.ts'
export { type IssueMomentRow, issueMoments } from './queries/issue-moments.ts'
export { type IssueHealthRow, issueHealth, issueTrend } from './queries/issue-monitoring.ts'
export {
  type IssueFilters,
  type IssueNow,
  issueCandidates,
  issueReopenings,
  issueTotal,
  sortedIssues,
} from './queries/issues.ts'
export { type DeadLetterNow, deadLetterNow, deadLetterPage, publishedTables } from './queries/operations.ts'
export { type ContributorRow, contributingAccounts, contributorCounts } from './queries/people.ts'
export {
  type ProjectCounts,
  type ProjectPlanNow,
  planHistory,
  projectIssueCounts,
  projectIssueTasks,
  projectPlans,
  projectPlanTasks,
  projectUpdatePage,
  projectUpdateTimes,
  taskStatuses,
} from './queries/projects.ts'
export { pullRequestFunnel, standingPullRequests } from './queries/pull-request-funnel.ts'
export {
  type PullRequestMilestoneRow,
  type PullRequestReviewNow,
  pullRequestMilestones,
  pullRequestMoments,
  pullRequestReviews,
} from './queries/pull-request-life.ts'
export { type PullRequestMetricsRow, pullRequestMetrics } from './queries/pull-request-metrics.ts'
export {
  currentUpdates,
  type PullRequestCandidate,
  type PullRequestFilters,
  type PullRequestStateRow,
  pullRequestStates,
  stateCandidates,
  updateCandidates,
} from './queries/pull-request-pages.ts'
export { looksBesidePulls, phasesOf } from './queries/pull-request-phases.ts'
export { type ReleaseNow, releaseCandidates, sortedReleases } from './queries/releases.ts'
export {
  commitsByDay,
  openIssuesByRepository,
  openPullRequestsByRepository,
  type RepositoryDay,
  type RepositoryNow,
  recentCommits,
  repositoriesNow,
  repositoryHistory,
} from './queries/repositories.ts'
export { repositoriesByName, repositoriesOfOwners, repositoryNamesById } from './queries/repository-names.ts'
export { type ReviewThreadRow, reviewThreadMetrics, reviewThreadPage } from './queries/review-threads.ts'
export {
  type ReviewQuestion,
  type ReviewTimesRow,
  reviewPairs,
  reviewTimes,
  waitingForApproval,
} from './queries/reviews.ts'
export { type SlowApprover, slowApprovers } from './queries/slow-approvers.ts'
export {
  type SortedCheck,
  sortedChecks,
  sortedWorkflowJobs,
  sortedWorkflowRuns,
} from './queries/sorted-checks.ts'
export { sortedDeliveries, sortedDeliveryBound } from './queries/sorted-deliveries.ts'
export { sortedPullRequests } from './queries/sorted-pull-requests.ts'
export { lazyTables, storeMachine } from './queries/store-health.ts'
export { deliveriesSince, newestDeliveryOf, openDeadLetters, openPullRequests } from './queries/summary.ts'
export { crossTeamReviews, teamTotals } from './queries/team-reviews.ts'
export {
  type WorkflowJobGroup,
  type WorkflowRunGroup,
  workflowJobGroups,
  workflowRunGroups,
} from './queries/workflow-metrics.ts'
export {
  type WorkflowJobNow,
  type WorkflowRunNow,
  workflowJobCandidates,
  workflowJobStates,
  workflowRunCandidates,
  workflowRunStates,
} from './queries/workflow-pages.ts'
export { type ReadModel, readModelOf, readModels } from './read-models.ts'
export { setOutcomeRetention, setPayloadRetention } from './retention.ts'
export type { Row, RowsByTable } from './rows.ts'
export { connectSqlReader, type SqlLimits, type SqlReader } from './sql-reader.ts'
export type { Table } from './table.ts'
export { type CopiedTable, connectTableCopier, type TableCopier } from './table-copier.ts'
export type { AlertNotificationRow, AlertRow, AlertRuleChangeRow } from './tables/alerts.ts'
export type { ApiCallRow } from './tables/api-usage.ts'
export type {
  CheckEndingRow,
  CheckRunRow,
  CheckSuiteRow,
  CommitStatusRow,
  WorkflowJobRow,
  WorkflowRunRow,
} from './tables/checks.ts'
export type { CounterBaselineRow, CounterConflictRow, CounterFactRow } from './tables/counters.ts'
export type { CommandRow, DeliveryRow, RepositoryNameRow, SnapshotRow } from './tables/deliveries.ts'
export type { DeliveryReceiptRow } from './tables/delivery-counts.ts'
export type { DeploymentRow, DeploymentStatusRow, ReleaseRow } from './tables/deployments.ts'
export type { HookStateRow, IntakeListingRow, IntakeReadRow } from './tables/intake.ts'
export type { IssueRow, IssueTimelineRow } from './tables/issues.ts'
export type { DeadLetterRow } from './tables/operations.ts'
export type { ActivityRecordRow, ContributionRow, PersonRow } from './tables/people.ts'
export type { ProjectItemRow, ProjectPlanRow, ProjectUpdateRow } from './tables/projects.ts'
export type { BranchMomentRow, PullRequestLifeRow } from './tables/pull-request-lives.ts'
export type { PullRequestReviewRow, PullRequestRow, PullRequestTimelineRow } from './tables/pull-requests.ts'
export type { RepositoryDayRow, RepositoryTotalRow } from './tables/repositories.ts'
export { REPOSITORY_MARKS_PER_SECOND } from './tables/repositories.ts'
export type { ReviewThreadCommentRow, ReviewThreadTurnRow } from './tables/review-threads.ts'
