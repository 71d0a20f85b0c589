import { beforeAll, expect, test } from 'vitest'
import { operationsOf, readDocument, validatorOf } from '../documents/documented.fixture.ts'
import { examples } from '../documents/examples.fixture.ts'
import { endpoints } from '../endpoints.ts'
import { fillEveryModel, filled } from '../every-model.fixture.ts'
import { gatewayForTests } from '../gateway.fixture.ts'
import { lifeRow } from '../life-rows.fixture.ts'
import { deliveryRow, guidOf } from '../rows.fixture.ts'

const gateway = gatewayForTests(filled)
beforeAll(() => fillEveryModel(gateway))

const withParameter = (name: string) =>
  endpoints.map(({ route }) => route).filter(({ query }) => name in query.shape)

const asked = (operationId: string, parameter: string) => {
  const example = examples[operationId] ?? ''
  return `${example}${example.includes('?') ? '&' : '?'}${parameter}=true`
}

test('every route with numbers explains them by SQL that works as it is', async () => {
  const document = await readDocument(gateway)
  const operations = new Map(
    operationsOf(document).map(({ operation }) => [operation.operationId, operation]),
  )
  const explained = withParameter('explain')
  expect(explained.length).toBeGreaterThan(15)
  for (const { operationId, description } of explained) {
    const answer = await gateway.ask(asked(operationId, 'explain'))
    expect({ operationId, ...answer }).toMatchObject({ status: 200 })
    const schema = operations.get(operationId)?.responses[200]?.content?.['application/json']?.schema
    expect(schema, operationId).toBeDefined()
    const checked = validatorOf(schema ?? {}, document).safeParse(answer.body)
    expect(checked.error?.issues ?? [], operationId).toEqual([])
    const { explain } = answer.body as {
      explain: { definition: string; queries: { name: string; sql: string }[] }
    }
    expect(explain.definition, operationId).toContain(description)
    expect(explain.queries, operationId).not.toHaveLength(0)
    for (const { sql } of explain.queries) {
      const run = await gateway.ask('/api/v1/sql', { body: { query: sql } })
      expect({ operationId, sql, ...run }).toMatchObject({ status: 200 })
    }
  }
})

test('what is counted for all repositories at once, and held, is explained too', async () => {
  const counted = ['repositories.now', 'repositories.open_issues', 'repositories.open_pull_requests']
  for (const path of ['/api/v1/repositories', '/api/v1/repositories/acme/api']) {
    const { body } = await gateway.ask(`${path}?explain=true`)
    const { queries } = body.explain as { queries: { name: string }[] }
    const names = queries.map(({ name }) => name)
    expect({ path, names }).toEqual({
      path,
      names: expect.arrayContaining([...counted, 'repositories.recent_commits']),
    })
  }
})

test('every route that explains its numbers tells the deliveries behind them', async () => {
  const explained = withParameter('explain').map(({ operationId }) => operationId)
  expect(withParameter('evidence').map(({ operationId }) => operationId)).toEqual(explained)
  const document = await readDocument(gateway)
  const operations = new Map(
    operationsOf(document).map(({ operation }) => [operation.operationId, operation]),
  )
  for (const operationId of explained) {
    const answer = await gateway.ask(asked(operationId, 'evidence'))
    expect({ operationId, ...answer }).toMatchObject({
      status: 200,
      body: {
        evidence: { total: expect.any(Number), data: expect.any(Array), elsewhere: expect.any(Array) },
      },
    })
    expect(answer.body, operationId).not.toHaveProperty('explain')
    const schema = operations.get(operationId)?.responses[200]?.content?.['application/json']?.schema
    const checked = validatorOf(schema ?? {}, document).safeParse(answer.body)
    expect(checked.error?.issues ?? [], operationId).toEqual([])
  }
})

/** Reading routes of the API that answer things, each as it is, or how the system itself is: they have no numbers to prove. */
const WITHOUT_NUMBERS = [
  'listDeliveries',
  'getDelivery',
  'getReplay',
  'listActivityRecords',
  'listPullRequests',
  'getPullRequest',
  'getPullRequestStory',
  'listChecks',
  'listWorkflowRuns',
  'listWorkflowJobs',
  'listTeams',
  'listDeployments',
  'listReleases',
  'getIssueHistory',
  'listProjectUpdates',
  'listJobs',
  'getJob',
  'listMissingDeliveries',
  'listHooks',
  'getConnection',
  'listHookConfigs',
  'getHookConfig',
  'getSync',
  'listSyncs',
  'getSyncStats',
  'listAlerts',
  'exportLog',
  'getAlertRules',
  'listReceivers',
  'listForwardingFailures',
  'listProjections',
  'listDeadLetters',
  'listKeys',
  'listErasures',
  'getDoctor',
  'listHealthChecks',
  'listAppInteractions',
  'listAudit',
  'getConfiguration',
  'getVersion',
]

test('every route that reads explains its numbers, or is known to have none', () => {
  const reading = endpoints.map(({ route }) => route).filter(({ method }) => method === 'get')
  const silent = reading.filter(({ query }) => !('explain' in query.shape))
  expect(silent.map(({ operationId }) => operationId).toSorted()).toEqual(WITHOUT_NUMBERS.toSorted())
})

test('what no delivery told is named', async () => {
  for (const path of ['/api/v1/api-usage', '/api/v1/rate-limits']) {
    const { body } = await gateway.ask(`${path}?evidence=true`)
    expect(body.evidence).toMatchObject({
      total: 0,
      elsewhere: [{ source: 'api_calls', total: 1, ids: ['call'] }],
    })
  }
  const teams = await gateway.ask('/api/v1/pull-requests/metrics?group_by=team&evidence=true')
  expect(teams.body.evidence).toMatchObject({ elsewhere: [{ source: 'teams_file', total: null, ids: [] }] })
})

test('what a pull request was before the range in which it ended is behind its durations', async () => {
  const opened = new Date('2026-01-10T10:00:00Z')
  const told = { event: 'pull_request', pull_request: 77 } as const
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('opening', opened.toISOString(), { ...told, action: 'opened' }),
      deliveryRow('merge', '2026-03-03T10:00:00Z', { ...told, action: 'closed' }),
      deliveryRow('long before', '2025-06-01T10:00:00Z', { ...told, action: 'labeled' }),
    ],
  })
  const merged_at = new Date('2026-03-03T10:00:00Z')
  await gateway.insert('pull-requests', {
    pull_request_lives: [lifeRow(1, 77, opened, { author: 'mona', merged_at })],
  })
  const range = 'since=2026-03-02T00:00:00Z&until=2026-03-04T00:00:00Z'
  const { body } = await gateway.ask(`/api/v1/pull-requests/metrics?${range}&evidence=true`)
  expect(body.evidence).toMatchObject({ data: [{ guid: guidOf('opening') }, { guid: guidOf('merge') }] })
})

test('without being asked, an answer explains and proves nothing', async () => {
  const { body } = await gateway.ask('/api/v1/counters')
  expect(body).not.toHaveProperty('explain')
  expect(body).not.toHaveProperty('evidence')
})
