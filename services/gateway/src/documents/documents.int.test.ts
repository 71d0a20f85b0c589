import { streamEvents } from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { compatEndpoints } from '../compat/compat-endpoints.ts'
import { endpoints } from '../endpoints.ts'
import { fillEveryModel, filled } from '../every-model.fixture.ts'
import { gatewayForTests } from '../gateway.fixture.ts'
import { operationsOf, readDocument, validatorOf } from './documented.fixture.ts'
import { bodies, examples } from './examples.fixture.ts'

const gateway = gatewayForTests(filled)
beforeAll(() => fillEveryModel(gateway))

test('every route of the document answers as its schema says', async () => {
  const document = await readDocument(gateway)
  const operations = operationsOf(document)
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
    Object.keys(examples).sort(),
  )
  for (const { method, operation } of operations) {
    const answer = await gateway.ask(examples[operation.operationId] ?? '', {
      method: method.toUpperCase(),
      body: bodies[operation.operationId],
    })
    const documented = operation.responses[answer.status]
    const isLines = answer.headers.get('content-type') === 'application/x-ndjson'
    const type = isLines ? 'application/x-ndjson' : 'application/json'
    const schema = documented?.content?.[type]?.schema ?? empty(answer.status)
    expect(schema, `${operation.operationId} answered ${answer.status} ${answer.text}`).toBeDefined()
    const values = isLines
      ? answer.text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [answer.body]
    const validator = validatorOf(schema ?? {}, document)
    const issues = values.flatMap((value) => validator.safeParse(value).error?.issues ?? [])
    expect(issues, operation.operationId).toEqual([])
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

/** A 204 is answered with nothing. */
const empty = (status: number) => (status === 204 ? { type: 'object' as const, properties: {} } : undefined)

test('what the schemas of the document refuse is refused', async () => {
  const document = await readDocument(gateway)
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
  const document = await readDocument(gateway)
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
  const { paths } = await readDocument(gateway)
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
