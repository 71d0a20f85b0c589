import { fileURLToPath } from 'node:url'
import { type OpenApiDocument, streamEvents } from '@octometer/gateway-api'
import { openJournal } from '@octometer/read-store'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { alertNotificationRow, alertRow } from '../alerts/alert-rows.fixture.ts'
import { ciRows } from '../ci-rows.fixture.ts'
import { compatEndpoints } from '../compat/compat-endpoints.ts'
import { endpoints } from '../endpoints.ts'
import { gatewayForTests, journal } from '../gateway.fixture.ts'
import { listingRow } from '../intake-rows.fixture.ts'
import { repositoryRows } from '../repository-rows.fixture.ts'
import {
  callRow,
  deadLetterRow,
  deliveryRow,
  factRow,
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
import { bodies, exampleGuid, exampleReplay, examples } from './examples.fixture.ts'
import { memoryBucket } from './memory-bucket.fixture.ts'

const teamsFile = fileURLToPath(new URL('../people/teams.fixture.yaml', import.meta.url))
const gateway = gatewayForTests({
  now: new Date('2026-03-04T10:20:00Z'),
  env: { OCTO_TEAMS_FILE: teamsFile },
})

const TIME = '2026-03-04T10:00:00Z'
const at = new Date(TIME)

beforeAll(async () => {
  const issuedKeys = memoryBucket()
  gateway.log.keys = async () => issuedKeys
  const its = { repository_id: 1, number: 3 }
  const seen = { ...its, at, state: 'open', author: 'mona', labels: ['bug'] } as const
  await gateway.insert('deliveries', {
    deliveries: [deliveryRow('one', TIME)],
    repository_names: [nameRow(1, 'acme/api', TIME)],
    commands: [replayRow(exampleReplay, at)],
  })
  await gateway.insert('counters', { counter_facts: [factRow('commits', 1, at)] })
  await gateway.insert('pull-requests', {
    pull_requests: [pullRow(seen)],
    pull_request_reviews: [reviewRow(its, 9, at)],
    pull_request_timeline: [momentRow(its, at, 'opened', '')],
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
  await gateway.insert('repositories', { repository_days: repositoryRows(1, 'acme/api', at) })
  await gateway.insert('intake', {
    intake_listings: [listingRow('missing', at)],
    intake_reads: [{ hour: at, hook: 'hook:7', read_from: at, read_until: at, read_at: at }],
  })
  await gateway.insert('checks', ciRows(1, at))
  await gateway.insert('api-usage', { api_calls: [callRow('call', TIME, { remaining: 4999, reset_at: at })] })
  await gateway.insert('alerts', {
    alerts: [alertRow('one', TIME)],
    alert_notifications: [alertNotificationRow('one', 'n1', { status: 'sent', attempts: 1 })],
  })
  await journal(gateway.store(), [
    { message: exampleGuid, projection: 'deliveries', outcome: 'projected', rows: 2 },
  ])
  await openJournal(gateway.store()).writeDeadLetters([deadLetterRow('counters', 'one', TIME)])
})

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
    const header = answer.headers.get('octo-freshness')
    expect(header === null ? answer.body.freshness : JSON.parse(header), operation.operationId).toEqual({
      as_of: '2026-03-04T10:20:00.000Z',
      newest_delivery_at: '2026-03-04T10:00:00.000Z',
      lag_seconds: 0,
      completeness: 0,
    })
    // An empty list would fit any schema of its entries.
    expect(answer.body.data ?? ['no list'], operation.operationId).not.toHaveLength(0)
  }
})

test('what the schemas of the document refuse is refused', async () => {
  const document = await readDocument()
  const freshness = validatorOf({ $ref: '#/components/schemas/Freshness' }, document)
  const good = {
    as_of: '2026-03-04T10:20:00Z',
    newest_delivery_at: null,
    lag_seconds: null,
    completeness: null,
  }
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
  const answered = [...[...endpoints, ...compatEndpoints].map(({ route }) => route), streamEvents]
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
