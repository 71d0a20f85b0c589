import { loadConfig } from '@octometer/config'
import { LogFullError, LogUnavailableError } from '@octometer/event-log'
import { connectStore, StoreError } from '@octometer/read-store'
import { createApp, listen, ProblemError } from '@octometer/service-kit'
import { captureSpans, createLogger } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import { FakeLog } from './gateway.fixture.ts'
import { createGatewayOver } from './gateway.ts'
import { asProblem } from './outage.ts'

/** A gateway whose ClickHouse is away. */
async function startWithoutStore() {
  const stack = new AsyncDisposableStack()
  const logger = createLogger({ service: 'gateway', level: 'silent' })
  const { config } = loadConfig({ OCTO_ANONYMOUS_ROLE: 'admin' }, ['server', 'access', 'answers'])
  const away = { url: 'http://127.0.0.1:9', user: 'u', password: 'p', database: 'd', cluster: null, ca: null }
  const store = stack.use(connectStore(away))
  const gateway = stack.use(createGatewayOver(new FakeLog(), { config, store, logger }))
  const app = createApp({ service: 'gateway', logger, trustedProxies: [], health: gateway.health })
  gateway.mount(app)
  const { url } = stack.use(await listen(app, { host: '127.0.0.1', port: 0 }))
  return { url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

test('without ClickHouse answers are 503, what needs no data is answered, and nothing is fresh', async () => {
  await using gateway = await startWithoutStore()
  const counters = await fetch(`${gateway.url}/api/v1/counters`)
  expect(counters.status).toBe(503)
  expect(counters.headers.get('retry-after')).toBe('1')
  expect(await counters.json()).toMatchObject({ code: 'store_unavailable' })
  const version = await fetch(`${gateway.url}/api/v1/version`)
  expect(version.status).toBe(200)
  expect(await version.json()).toMatchObject({ freshness: { newest_delivery_at: null } })
  const ready = await fetch(`${gateway.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ parts: { clickhouse: { ready: false }, log: { ready: true } } })
  expect(await fetch(`${gateway.url}/livez`)).toMatchObject({ status: 200 })
})

test('a request is a span named by its route, its queries are spans below it by their names', async () => {
  await using gateway = await startWithoutStore()
  const capture = captureSpans()
  await fetch(`${gateway.url}/api/v1/counters/commits/trend?repository=acme/api`)
  await expect.poll(() => capture.spans.map(({ name }) => name)).toContain('GET /api/v1/counters/:name/trend')
  capture.stop()
  const server = capture.spans.find(({ name }) => name === 'GET /api/v1/counters/:name/trend')
  const query = capture.spans.find(({ name }) => name === 'clickhouse repository_names.find')
  expect(query).toMatchObject({ traceId: server?.traceId, parentSpanId: server?.spanId })
})

const problemOf = (error: unknown) => {
  const problem = asProblem(error)
  return problem instanceof ProblemError ? { status: problem.status, code: problem.code } : problem
}

test('what passes is a 503 that says what to wait for', () => {
  expect(problemOf(new StoreError('q', null))).toEqual({ status: 503, code: 'store_unavailable' })
  expect(problemOf(new StoreError('q', 60))).toEqual({ status: 503, code: 'read_model_missing' })
  expect(problemOf(new StoreError('q', 241))).toEqual({ status: 503, code: 'store_overloaded' })
  expect(problemOf(new LogUnavailableError('l'))).toEqual({ status: 503, code: 'log_unavailable' })
  expect(problemOf(new LogFullError('l'))).toEqual({ status: 503, code: 'log_full' })
})

test('a fault of ours stays one', () => {
  const bug = new StoreError('syntax', 62)
  expect(problemOf(bug)).toBe(bug)
})
