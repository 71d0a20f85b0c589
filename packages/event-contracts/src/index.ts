export {
  type Alert,
  type AlertChange,
  type AlertEvent,
  type AlertNotification,
  alertEventSchema,
  alertNotificationSchema,
  alertSchema,
  alertStates,
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
export {
  type Command,
  type CommandType,
  commandSchema,
  commandTypes,
  encodeCommand,
  type ReplayCommand,
} from './command.ts'
export { decodeMessage } from './decode.ts'
export {
  type BodyEncoding,
  type Delivery,
  type DeliveryMetadata,
  type DeliverySource,
  decodeBodyText,
  decodeDelivery,
  decodeDeliveryMetadata,
  describePayload,
  type EncodedDelivery,
  encodeDelivery,
  type ParsedBody,
  type PayloadDescription,
  parseBody,
  parseBodyText,
  type RepositoryRef,
} from './delivery.ts'
export { checkRunSchema, checkSuiteSchema } from './events/checks.ts'
export { type DeploymentPayload, deploymentSchema } from './events/deployment.ts'
export { type GithubUser, githubTime } from './events/fields.ts'
export { type IssuesPayload, issuesSchema } from './events/issues.ts'
export {
  issueCommentSchema,
  type PullRequestCore,
  type PullRequestPayload,
  type PullRequestReviewPayload,
  pullRequestReviewSchema,
  pullRequestSchema,
  reviewCommentSchema,
} from './events/pull-request.ts'
export { type PushPayload, pushSchema } from './events/push.ts'
export { isJsonObject, type JsonObject, type JsonValue, objectAt } from './json.ts'
export { header, type LogMessage, type StoredMessage, UndecodableMessageError } from './message.ts'
export {
  type AlertTestAnswer,
  alertTestAnswerSchema,
  alertTestRequestSchema,
  type RebuildAnswer,
  type RebuildRequest,
  rebuildAnswerSchema,
  rebuildRequestSchema,
} from './requests.ts'
export {
  apiCallSubject,
  commandSubject,
  decodeToken,
  deliverySubject,
  encodeToken,
  parseSubject,
  type RepositoryName,
  type SubjectParts,
} from './subject.ts'
