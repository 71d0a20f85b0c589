import { fileURLToPath } from 'node:url'
import { type OpenApiDocument, streamEvents } from '@octometer/gateway-api'
import { openJournal } from '@octometer/read-store'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { alertNotificationRow, alertRow } from '../alerts/alert-rows.fixture.ts'
import { ciRows } from '../ci-rows.fixture.ts'
import { endpoints } from '../endpoints.ts'
import { gatewayForTests, journal } from '../gateway.fixture.ts'
import { lifeRow } from '../life-rows.fixture.ts'
import {
  callRow,
  deadLetterRow,
  deliveryRow,
  factRow,
  guidOf,
  momentRow,
  nameRow,
  personRows,
  pullRow,
  replayRow,
  reviewRow,
  threadCommentRow,
  threadTurnRow,
} from '../rows.fixture.ts'
import { deploymentRow, issueRow, releaseRow, statusRow } from '../work-rows.fixture.ts'

const teamsFile = fileURLToPath(new URL('../people/teams.fixture.yaml', import.meta.url))
const gateway = gatewayForTests({
  now: new Date('2026-03-04T10:20:00Z'),
  env: { OCTO_TEAMS_FILE: teamsFile },
})

const TIME = '2026-03-04T10:00:00Z'
const at = new Date(TIME)
const guid = guidOf('one')
const replayId = '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11'

beforeAll(async () => {
  const its = { repository_id: 1, number: 3 }
  const seen = { ...its, at, state: 'open', author: 'mona', labels: ['bug'] } as const
  await gateway.insert('deliveries', {
    deliveries: [deliveryRow('one', TIME)],
    repository_names: [nameRow(1, 'acme/api', TIME)],
    commands: [replayRow(replayId, at)],
  })
  await gateway.insert('counters', { counter_facts: [factRow('commits', 1, at)] })
  await gateway.insert('pull-requests', {
    pull_requests: [pullRow(seen)],
    pull_request_reviews: [reviewRow(its, 9, at)],
    pull_request_timeline: [momentRow(its, at, 'opened', '')],
    pull_request_lives: [lifeRow(1, 5, at, { author: 'mona', merged_at: at })],
  })
  await gateway.insert(
    'people',
    personRows({ repository_id: 1, login: 'hubot', kind: 'review', at, key: '9' }),
  )
  await gateway.insert('review-threads', {
    review_thread_comments: [threadCommentRow({ ...its, thread_id: 5 }, 5, at)],
    review_thread_turns: [threadTurnRow({ ...its, thread_id: 5 }, at, 'resolved')],
  })
  const deployed = { repository_id: 1, deployment_id: 5, created_at: at }
  await gateway.insert('deployments', {
    deployments: [deploymentRow(deployed, at)],
    deployment_statuses: [statusRow(deployed, 6, at, 'success')],
    releases: [releaseRow(7, 1, at)],
  })
  await gateway.insert('issues', { issues: [issueRow(1, 8, at, at, 'open')] })
  await gateway.insert('checks', ciRows(1, at))
  await gateway.insert('api-usage', { api_calls: [callRow('call', TIME, { remaining: 4999, reset_at: at })] })
  await gateway.insert('alerts', {
    alerts: [alertRow('one', TIME)],
    alert_notifications: [alertNotificationRow('one', 'n1', { status: 'sent', attempts: 1 })],
  })
  await journal(gateway.store(), [{ message: guid, projection: 'deliveries', outcome: 'projected', rows: 2 }])
  await openJournal(gateway.store()).writeDeadLetters([deadLetterRow('counters', 'one', TIME)])
})

/** A request for each operation that finds something. A new route has no example yet: the test says so. */
const examples: Readonly<Record<string, string>> = {
  listDeliveries: '/api/v1/deliveries',
  getDelivery: `/api/v1/deliveries/${guid}`,
  getDeliveryStats: '/api/v1/deliveries/stats',
  replayDeliveries: '/api/v1/deliveries/replay',
  getReplay: `/api/v1/deliveries/replay/${replayId}`,
  getSummary: '/api/v1/summary',
  getCounters: '/api/v1/counters?window=all',
  getCounterTrend: '/api/v1/counters/commits/trend',
  setCounter: '/api/v1/counters/commits/set',
  incrementCounter: '/api/v1/counters/commits/increment',
  resetCounter: '/api/v1/counters/commits/reset',
  resetCounters: '/api/v1/counters/reset-weekly',
  listPullRequests: '/api/v1/pull-requests?label=bug',
  getPullRequestMetrics:
    '/api/v1/pull-requests/metrics?group_by=repository&group_by=team&compare=previous&definition=linearb',
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
  retryDeadLetter: `/api/v1/dead-letters/counters:${guid}/retry`,
  dismissDeadLetter: `/api/v1/dead-letters/counters:${guid}/dismiss`,
  runSql: '/api/v1/sql',
  getVersion: '/api/v1/version',
}

/** What the operations are sent that take more than nothing. */
const bodies: Readonly<Record<string, object>> = {
  setCounter: { value: 5 },
  muteAlert: { until: '2100-01-01T00:00:00Z' },
  setAlertRules: { rules: [{ rule: 'conflict', enabled: false }] },
  replayDeliveries: { guid },
  runSql: { query: 'SELECT guid, event FROM deliveries' },
}

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, { content: Readonly<Record<string, { schema: object }>> }>>
}

/** A live stream has no end, and tests of its own. */
const isStream = ({ responses }: Operation) => responses[200]?.content['text/event-stream'] !== undefined

async function readDocument(): Promise<OpenApiDocument> {
  const { text } = await gateway.ask('/openapi.json', { as: null })
  return JSON.parse(text)
}

/** The schema of an answer as a validator that takes nothing beyond it: what is answered is what is documented. */
function validatorOf(schema: object, { components }: OpenApiDocument): z.ZodType {
  const closed = JSON.stringify({ ...schema, $defs: components.schemas })
    .replaceAll('"#/components/schemas/', '"#/$defs/')
    .replaceAll('"type":"object","properties"', '"type":"object","additionalProperties":false,"properties"')
  return z.fromJSONSchema(JSON.parse(closed))
}

test('every route of the document answers as its schema says', async () => {
  const document = await readDocument()
  const operations = Object.values(document.paths)
    .flatMap((methods) =>
      Object.entries(methods).map(([method, operation]) => ({
        method,
        operation: operation as unknown as Operation,
      })),
    )
    .filter(({ operation }) => !isStream(operation))
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
    Object.keys(examples).sort(),
  )
  for (const { method, operation } of operations) {
    const answer = await gateway.ask(examples[operation.operationId] ?? '', {
      method: method.toUpperCase(),
      body: bodies[operation.operationId],
    })
    const schema = operation.responses[answer.status]?.content['application/json']?.schema
    expect(schema, `${operation.operationId} answered ${answer.status} ${answer.text}`).toBeDefined()
    const checked = validatorOf(schema ?? {}, document).safeParse(answer.body)
    expect(checked.error?.issues ?? [], operation.operationId).toEqual([])
    expect(answer.body.freshness, operation.operationId).toEqual({
      as_of: '2026-03-04T10:20:00.000Z',
      newest_delivery_at: '2026-03-04T10:00:00.000Z',
      lag_seconds: 0,
    })
    // An empty list would fit any schema of its entries.
    expect(answer.body.data ?? ['no list'], operation.operationId).not.toHaveLength(0)
  }
})

test('what the schemas of the document refuse is refused', async () => {
  const document = await readDocument()
  const freshness = validatorOf({ $ref: '#/components/schemas/Freshness' }, document)
  const good = { as_of: '2026-03-04T10:20:00Z', newest_delivery_at: null, lag_seconds: null }
  expect(freshness.safeParse(good).success).toBe(true)
  expect(freshness.safeParse({ ...good, lag_seconds: 'none' }).success).toBe(false)
  expect(freshness.safeParse({ ...good, more: 1 }).success).toBe(false)
})

test('errors are problems as documented', async () => {
  const document = await readDocument()
  const problem = validatorOf({ $ref: '#/components/schemas/Problem' }, document)
  for (const path of ['/api/v1/deliveries?limit=0', '/api/v1/nothing', '/api/v1/deliveries/none']) {
    const { body } = await gateway.ask(path)
    expect(problem.safeParse(body).success, path).toBe(true)
    expect(body).toMatchObject({
      type: 'about:blank',
      code: expect.any(String),
      instance: path.split('?')[0],
    })
  }
})

test('every endpoint is documented, and every documented route has one', async () => {
  const { paths } = await readDocument()
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  const answered = [...endpoints.map(({ route }) => route), streamEvents]
  expect(answered.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort())
})

test.each(['/docs', '/redoc'])(
  '%s loads nothing from elsewhere, and all that it loads is there',
  async (page) => {
    const { status, text, headers } = await gateway.ask(page, { as: null })
    expect(status).toBe(200)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target ?? '')
    expect(loaded.length).toBeGreaterThan(3)
    for (const target of loaded) {
      expect(target).toMatch(/^\/[a-z]/)
      expect(await gateway.ask(target, { as: null }), target).toMatchObject({ status: 200 })
    }
  },
)

test('a file is sent packed, and not again when it is known', async () => {
  const first = await gateway.ask('/docs/swagger-ui.css', {
    as: null,
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(first.headers.get('content-encoding')).toBe('gzip')
  const etag = first.headers.get('etag') ?? ''
  // Without the second header fetch would ask for a new copy.
  const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' }
  const second = await gateway.ask('/docs/swagger-ui.css', { as: null, headers: known })
  expect({ status: second.status, length: second.text.length }).toEqual({ status: 304, length: 0 })
})
