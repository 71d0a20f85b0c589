import { guidOf } from '../rows.fixture.ts'

export const exampleGuid = guidOf('one')
export const exampleReplay = '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11'

/** A request for each operation that finds something. A new route has no example yet: the test says so. */
export const examples: Readonly<Record<string, string>> = {
  listDeliveries: '/api/v1/deliveries',
  getDelivery: `/api/v1/deliveries/${exampleGuid}`,
  getDeliveryStats: '/api/v1/deliveries/stats',
  replayDeliveries: '/api/v1/deliveries/replay',
  getReplay: `/api/v1/deliveries/replay/${exampleReplay}`,
  getSummary: '/api/v1/summary',
  getCounters: '/api/v1/counters?window=all',
  getCounterTrend: '/api/v1/counters/commits/trend',
  setCounter: '/api/v1/counters/commits/set',
  incrementCounter: '/api/v1/counters/commits/increment',
  resetCounter: '/api/v1/counters/commits/reset',
  resetCounters: '/api/v1/counters/reset-weekly',
  listPullRequests: '/api/v1/pull-requests?label=bug',
  getPullRequest: '/api/v1/pull-requests/acme/api/3',
  getPullRequestStory: '/api/v1/pull-requests/acme/api/3/story',
  listChecks: '/api/v1/checks?status=completed',
  listWorkflowRuns: '/api/v1/workflows',
  listWorkflowMetrics:
    '/api/v1/workflows/metrics?group_by=repository&group_by=workflow&group_by=event&group_by=branch',
  listWorkflowJobs: '/api/v1/workflows/jobs',
  listWorkflowJobMetrics:
    '/api/v1/workflows/jobs/metrics?group_by=repository&group_by=workflow&group_by=job&group_by=runner_group',
  listStuckChecks: '/api/v1/workflows/stuck',
  listFlakyChecks: '/api/v1/flaky-checks',
  listBranchHealth: '/api/v1/branches/health?timeline=true',
  listReviewThreads: '/api/v1/comment-threads',
  listContributors: '/api/v1/contributors?group_by=repository&group_by=day',
  getReviewLoad: '/api/v1/reviews/load',
  listTeams: '/api/v1/teams',
  listDeployments: '/api/v1/deployments?state=success',
  listReleases: '/api/v1/releases',
  getDora: '/api/v1/dora?group_by=week&compare=previous',
  listIssues: '/api/v1/issues?label=bug',
  getIssueMetrics: '/api/v1/issues/metrics?group_by=repository',
  getApiUsage:
    '/api/v1/api-usage?group_by=hour&group_by=token&group_by=resource&group_by=method&group_by=route&group_by=status&group_by=cached',
  getRateLimits: '/api/v1/rate-limits',
  listAlerts: '/api/v1/alerts?state=open',
  testAlerts: '/api/v1/alerts/test',
  acknowledgeAlert: '/api/v1/alerts/one/acknowledge',
  muteAlert: '/api/v1/alerts/one/mute',
  getAlertRules: '/api/v1/alert-rules',
  setAlertRules: '/api/v1/alert-rules',
  listProjections: '/api/v1/projections',
  rebuildProjection: '/api/v1/projections/counters/rebuild',
  listDeadLetters: '/api/v1/dead-letters',
  retryDeadLetter: `/api/v1/dead-letters/counters:${exampleGuid}/retry`,
  dismissDeadLetter: `/api/v1/dead-letters/counters:${exampleGuid}/dismiss`,
  runSql: '/api/v1/sql',
  getVersion: '/api/v1/version',
  seed000GetCounters: '/api/monitor/counters',
  seed000GetDashboard: '/api/monitor/dashboard',
  seed000GetTrend: '/api/monitor/trend/commits',
  seed000ResetWeekly: '/api/monitor/reset-weekly',
  seed000GetHealth: '/api/monitor/health',
}

/** What the operations are sent that take more than nothing. */
export const bodies: Readonly<Record<string, object>> = {
  setCounter: { value: 5 },
  muteAlert: { until: '2100-01-01T00:00:00Z' },
  setAlertRules: { rules: [{ rule: 'conflict', enabled: false }] },
  replayDeliveries: { guid: exampleGuid },
  runSql: { query: 'SELECT guid, event FROM deliveries' },
}
