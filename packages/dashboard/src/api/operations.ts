import type * as gatewayApi from '@octometer/gateway-api'
import type { AnswerOf, ApiRoute, BodyOf, PathOf, QueryOf } from '@octometer/gateway-api'

type Exports = typeof gatewayApi

/** The routes of the gateway by the names of their operations. Only their types come here, so no schema is loaded. */
type Routes = {
  [Name in keyof Exports as Exports[Name] extends ApiRoute ? Name : never]: Exports[Name] extends ApiRoute
    ? Exports[Name]
    : never
}

/** Method and path of each operation; a test holds them against the gateway's own. */
export const operations = {
  acknowledgeAlert: 'POST /api/v1/alerts/{id}/acknowledge',
  cancelSync: 'DELETE /api/v1/sync/{id}',
  changeHookConfig: 'PATCH /api/v1/hook-configs/{id}',
  connectHook: 'POST /api/v1/hooks/connect',
  createBadge: 'POST /api/v1/badges',
  createHookConfig: 'POST /api/v1/hook-configs',
  createKey: 'POST /api/v1/keys',
  deleteHookConfig: 'DELETE /api/v1/hook-configs/{id}',
  deleteKey: 'DELETE /api/v1/keys/{name}',
  dismissDeadLetter: 'POST /api/v1/dead-letters/{id}/dismiss',
  getActivity: 'GET /api/v1/activity',
  getAlertRules: 'GET /api/v1/alert-rules',
  getApiUsage: 'GET /api/v1/api-usage',
  getConfiguration: 'GET /api/v1/configuration',
  getConnection: 'GET /api/v1/hooks/connection',
  getCounterTrend: 'GET /api/v1/counters/{name}/trend',
  getCounters: 'GET /api/v1/counters',
  getDelivery: 'GET /api/v1/deliveries/{guid}',
  getDeliveryStats: 'GET /api/v1/deliveries/stats',
  getDoctor: 'GET /api/v1/doctor',
  getDora: 'GET /api/v1/dora',
  getHookConfig: 'GET /api/v1/hook-configs/{id}',
  getIssueHealth: 'GET /api/v1/issues/health',
  getIssueHistory: 'GET /api/v1/issues/{owner}/{repo}/{number}/history',
  getIssueMetrics: 'GET /api/v1/issues/metrics',
  getIssueTrend: 'GET /api/v1/issues/trend',
  getProject: 'GET /api/v1/projects/{id}',
  getPullRequest: 'GET /api/v1/pull-requests/{owner}/{repo}/{number}',
  getPullRequestFunnel: 'GET /api/v1/pull-requests/funnel',
  getPullRequestMetrics: 'GET /api/v1/pull-requests/metrics',
  getPullRequestStory: 'GET /api/v1/pull-requests/{owner}/{repo}/{number}/story',
  getRateLimits: 'GET /api/v1/rate-limits',
  getReplay: 'GET /api/v1/deliveries/replay/{id}',
  getRepository: 'GET /api/v1/repositories/{owner}/{repo}',
  getReviewLoad: 'GET /api/v1/reviews/load',
  getSummary: 'GET /api/v1/summary',
  getSync: 'GET /api/v1/sync/{id}',
  getSyncStats: 'GET /api/v1/sync/stats',
  getTeamMetrics: 'GET /api/v1/team-dynamics',
  getVersion: 'GET /api/v1/version',
  incrementCounter: 'POST /api/v1/counters/{name}/increment',
  listActivityRecords: 'GET /api/v1/activity/records',
  listAlerts: 'GET /api/v1/alerts',
  listBranchHealth: 'GET /api/v1/branches/health',
  listChecks: 'GET /api/v1/checks',
  listCompleteness: 'GET /api/v1/sync/completeness',
  listContributors: 'GET /api/v1/contributors',
  listCrossTeamReviews: 'GET /api/v1/reviews/cross-team',
  listDeadLetters: 'GET /api/v1/dead-letters',
  listDeliveries: 'GET /api/v1/deliveries',
  listDeployments: 'GET /api/v1/deployments',
  listFlakyChecks: 'GET /api/v1/flaky-checks',
  listErasures: 'GET /api/v1/erasures',
  listForwardingFailures: 'GET /api/v1/forwarding/failures',
  listHealthChecks: 'GET /api/v1/health-checks',
  listHookConfigs: 'GET /api/v1/hook-configs',
  listHooks: 'GET /api/v1/hooks',
  listIntake: 'GET /api/v1/intake',
  listIssues: 'GET /api/v1/issues',
  listJobs: 'GET /api/v1/jobs',
  listKeys: 'GET /api/v1/keys',
  listMissingDeliveries: 'GET /api/v1/intake/missing',
  listAppInteractions: 'GET /api/v1/github-app/interactions',
  listAudit: 'GET /api/v1/audit',
  listProjectUpdates: 'GET /api/v1/projects/{id}/updates',
  listProjections: 'GET /api/v1/projections',
  listProjects: 'GET /api/v1/projects',
  listPullRequests: 'GET /api/v1/pull-requests',
  listReceivers: 'GET /api/v1/forwarding',
  listReleases: 'GET /api/v1/releases',
  listRepositories: 'GET /api/v1/repositories',
  listReviewPairs: 'GET /api/v1/reviews/pairs',
  listReviewThreads: 'GET /api/v1/comment-threads',
  listStuckChecks: 'GET /api/v1/workflows/stuck',
  listSyncs: 'GET /api/v1/sync/history',
  listTeams: 'GET /api/v1/teams',
  listWorkflowJobMetrics: 'GET /api/v1/workflows/jobs/metrics',
  listWorkflowJobs: 'GET /api/v1/workflows/jobs',
  listWorkflowMetrics: 'GET /api/v1/workflows/metrics',
  listWorkflowRuns: 'GET /api/v1/workflows',
  muteAlert: 'POST /api/v1/alerts/{id}/mute',
  pingHook: 'POST /api/v1/hooks/{hook_id}/ping',
  recoverDeliveries: 'POST /api/v1/intake/recover',
  rebuildProjection: 'POST /api/v1/projections/{name}/rebuild',
  refreshProject: 'POST /api/v1/projects/{id}/refresh',
  replayDeliveries: 'POST /api/v1/deliveries/replay',
  resetCounter: 'POST /api/v1/counters/{name}/reset',
  resetCounters: 'POST /api/v1/counters/reset-weekly',
  retryDeadLetter: 'POST /api/v1/dead-letters/{id}/retry',
  retryForwarding: 'POST /api/v1/forwarding/{name}/retry',
  retryJob: 'POST /api/v1/jobs/{id}/retry',
  rotateHookConfig: 'POST /api/v1/hook-configs/{id}/rotate',
  runSql: 'POST /api/v1/sql',
  setAlertRules: 'PUT /api/v1/alert-rules',
  setCounter: 'POST /api/v1/counters/{name}/set',
  setUpHooks: 'POST /api/v1/hooks/set-up',
  startSync: 'POST /api/v1/sync',
  testAlerts: 'POST /api/v1/alerts/test',
  verifyHooks: 'POST /api/v1/hooks/verify',
} as const satisfies Partial<Record<keyof Routes, string>>

export type Operation = keyof typeof operations

export type Answer<Name extends Operation> = AnswerOf<Routes[Name]>

/** Parameters of the path, of the query, and the body. What is undefined is not sent. */
export interface Request<Name extends Operation> {
  readonly path?: PathOf<Routes[Name]>
  readonly query?: { readonly [Key in keyof QueryOf<Routes[Name]>]?: QueryOf<Routes[Name]>[Key] | undefined }
  readonly body?: BodyOf<Routes[Name]>
}

/** One entry of an answer that is a list. */
export type Entry<Name extends Operation> =
  Answer<Name> extends { data: readonly (infer Each)[] } ? Each : never
