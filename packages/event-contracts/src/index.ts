export {
  type Alert,
  type AlertChange,
  type AlertEvent,
  type AlertNotification,
  alertEventSchema,
  alertNotificationSchema,
  alertSchema,
  encodeAlertEvent,
  notificationStatuses,
} from './alert.ts'
export {
  type AlertChannel,
  type AlertRuleName,
  type AlertRuleSettings,
  alertChannels,
  alertRuleNames,
  defaultAlertRules,
  defaultChannelSeverities,
  type Severity,
  severities,
} from './alert-rules.ts'
export { type AlertSettings, alertSettingsFrom } from './alert-settings.ts'
export { type ApiCall, apiCallSchema } from './api-call.ts'
export { APP_KEY, type KeptApp, openApp, sealApp } from './app-record.ts'
export { type AuditEntry, auditEntrySchema } from './audit-entry.ts'
export {
  auditCommand,
  type Command,
  type CommandType,
  commandSchema,
  commandTypes,
  encodeCommand,
  type ForwardingRetryCommand,
  type PersonEraseCommand,
  type ReplayCommand,
} from './command.ts'
export { decodeMessage, decodeReadable } from './decode.ts'
export {
  type BodyEncoding,
  type Delivery,
  type DeliveryMetadata,
  type DeliverySource,
  decodeBodyText,
  decodeDelivery,
  decodeDeliveryMetadata,
  deliverySource,
  describePayload,
  type EncodedDelivery,
  encodeDelivery,
  type ParsedBody,
  type PayloadDescription,
  parseBody,
  parseBodyText,
  pullRequestNumber,
  type RepositoryRef,
} from './delivery.ts'
export {
  createPersonSearch,
  type PersonSearch,
  type PersonWords,
  personWordsSchema,
  wordsOfLogin,
} from './erasure/person-words.ts'
export { createRewriting, type Placeholder, type Rewriting } from './erasure/rewriting.ts'
export { eventLabel, knownEvents } from './event-names.ts'
export { issueInWordsSchema, pullRequestInWordsSchema, pushedCommitsSchema } from './events/activity.ts'
export {
  type CheckRunLife,
  type CheckSuiteState,
  checkRunLifeSchema,
  checkRunSchema,
  checkSuiteLifeSchema,
  checkSuiteSchema,
  commitStatusSchema,
} from './events/checks.ts'
export { issueOpenerSchema } from './events/contributors.ts'
export {
  type DeploymentDetail,
  type DeploymentPayload,
  type DeploymentStatusPayload,
  deploymentDetailSchema,
  deploymentSchema,
  deploymentStatusSchema,
} from './events/deployment.ts'
export { type GithubUser, githubTime } from './events/fields.ts'
export {
  type IssueEventPayload,
  type IssueState,
  type IssueWithCommentPayload,
  issueEventSchema,
  issueWithCommentSchema,
} from './events/issue-state.ts'
export { type IssuesPayload, issuesSchema } from './events/issues.ts'
export {
  type MilestonePayload,
  milestoneEventSchema,
  type PlannedIssuePayload,
  plannedIssueSchema,
} from './events/project.ts'
export {
  issueCommentSchema,
  mergeSchema,
  type PullRequestCore,
  type PullRequestPayload,
  type PullRequestReviewPayload,
  pullRequestReviewSchema,
  pullRequestSchema,
  reviewCommentSchema,
} from './events/pull-request.ts'
export { type PushPayload, pushSchema } from './events/push.ts'
export { type ReleasePayload, releaseSchema } from './events/release.ts'
export {
  datedParts,
  namedCheckSchema,
  type RepositoryState,
  repositoryInSchema,
  repositorySeenAt,
  repositoryStateSchema,
} from './events/repository.ts'
export {
  type ReviewThreadPayload,
  reviewThreadSchema,
  type ThreadComment,
  threadCommentEventSchema,
} from './events/review-thread.ts'
export {
  type WorkflowJobLife,
  type WorkflowRunLife,
  type WorkflowStep,
  workflowJobSchema,
  workflowRunSchema,
} from './events/workflows.ts'
export {
  type ForwardingAnswer,
  type ForwardingFailure,
  type ForwardingFailuresAnswer,
  type ForwardingFailuresRequest,
  forwardingAnswerSchema,
  forwardingFailureSchema,
  forwardingFailuresAnswerSchema,
  forwardingFailuresRequestSchema,
  forwardingRequestSchema,
  type ReceiverState,
} from './forwarding.ts'
export {
  type HookConditionName,
  hookConditions,
  type JudgedHook,
  judgeHook,
  type ShownHookState,
} from './hook-condition.ts'
export { defaultHookEvents } from './hook-events.ts'
export {
  type HookConfig,
  type HookOwner,
  type HookOwnerKind,
  type HookRecord,
  hookConfigId,
  hookConfigKey,
  hookConfigSchema,
  hookRecordSchema,
  type OpenedHookConfig,
  openHookConfigs,
} from './hook-records.ts'
export { isJsonObject, type JsonObject, type JsonValue, objectAt } from './json.ts'
export {
  header,
  isImported,
  type LogMessage,
  type StoredMessage,
  UndecodableMessageError,
} from './message.ts'
export { type PlanPush, planFiles, planPushIn } from './plan-push.ts'
export { consumerName, projectionOfDeadLetter, streamOf } from './projection-names.ts'
export {
  type RebuildPhase,
  type RebuildRecord,
  rebuildKey,
  rebuildRecordSchema,
} from './rebuild-record.ts'
export {
  appCallbackRequest,
  appCreationRequest,
  appInstallationRequest,
  appManifestRequest,
  type Installation,
  installationSchema,
  installationsRequest,
  repositoryAccessRequest,
} from './requests/github-app.ts'
export {
  GITHUB_ANSWERS_WITHIN_MS,
  type GitHubRefusal,
  type GitHubRequest,
  githubOutcomeSchema,
} from './requests/github-request.ts'
export { type HealthCheck, healthChecksRequest } from './requests/health-checks.ts'
export {
  type FirstDelivery,
  type HookSetUp,
  hookConfigChangeRequest,
  hookConfigCreateRequest,
  hookConfigDeleteRequest,
  hookConfigsRequest,
  hookConnectionRequest,
  hookConnectRequest,
  hookPingRequest,
  hooksSetUpRequest,
  hooksVerifyRequest,
  type ToldHookConfig,
} from './requests/hooks.ts'
export { type GitHubIdentity, identityRequest } from './requests/identity.ts'
export {
  type Job,
  type JobSorting,
  jobOrderValue,
  jobPriorities,
  jobRequest,
  jobRetryRequest,
  jobSchema,
  jobsRequest,
  planRefreshRequest,
} from './requests/jobs.ts'
export { rateLimitsRequest } from './requests/rate-limits.ts'
export { recoveryRequest } from './requests/recovery.ts'
export {
  cacheInvalidateRequest,
  labelCreateRequest,
  labelDeleteRequest,
  labelSchema,
  labelUpdateRequest,
  repositoryInfoRequest,
  repositoryIssuesRequest,
  repositoryPullsRequest,
  repositorySettingsRequest,
  repositorySettingsSchema,
  repositoryWorkflowsRequest,
} from './requests/repository-features.ts'
export {
  type SyncMode,
  type SyncRun,
  type SyncRunsAnswer,
  type SyncStartRequest,
  syncCancelRequest,
  syncRunSchema,
  syncRunsRequest,
  syncStartRequest,
} from './requests/sync.ts'
export {
  type AlertTestAnswer,
  alertTestAnswerSchema,
  alertTestRequestSchema,
  type RebuildAnswer,
  type RebuildRequest,
  rebuildAnswerSchema,
  rebuildRequestSchema,
} from './requests.ts'
export { schemaFault } from './schema-fault.ts'
export { openText, sealText } from './sealed-text.ts'
export {
  encodeSnapshot,
  type Snapshot,
  type SnapshotType,
  snapshotSchema,
  snapshotTypes,
} from './snapshot.ts'
export {
  type AppInteractionSnapshot,
  appInteractionSnapshot,
} from './snapshots/app-interaction.ts'
export type {
  CheckSuiteSnapshot,
  CommitStatusSnapshot,
  WorkflowRunSnapshot,
} from './snapshots/checks.ts'
export type { CommitsSnapshot } from './snapshots/commits.ts'
export type { DeliveryLogSnapshot } from './snapshots/delivery-log.ts'
export type { DeploymentSnapshot, ReleaseSnapshot } from './snapshots/deployments.ts'
export type { HealthCheckSnapshot } from './snapshots/health-check.ts'
export type { HookSnapshot } from './snapshots/hook.ts'
export type { IssueSnapshot } from './snapshots/issue.ts'
export type { PlanSnapshot } from './snapshots/plan.ts'
export type { PullRequestSnapshot } from './snapshots/pull-request.ts'
export type { RepositorySnapshot } from './snapshots/repository.ts'
export { type TotalKind, type TotalsSnapshot, totalKinds } from './snapshots/totals.ts'
export {
  apiCallSubject,
  commandSubject,
  deliverySubject,
  parseSubject,
  type RepositoryName,
  type SubjectParts,
  snapshotSubject,
} from './subject.ts'
