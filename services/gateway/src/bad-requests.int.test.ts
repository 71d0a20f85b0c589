import { expect, test } from 'vitest'
import { gatewayForTests } from './gateway.fixture.ts'

const gateway = gatewayForTests({ built: ['deliveries', 'counters'] })

test.each([
  ['/api/v1/deliveries?limit=0', 'limit'],
  ['/api/v1/deliveries?limit=1001', 'limit'],
  ['/api/v1/deliveries?limit=ten', 'limit'],
  ['/api/v1/deliveries?limit=1e2', 'limit'],
  ['/api/v1/deliveries?limit=', 'limit'],
  ['/api/v1/deliveries?limit=5&limit=6', 'limit'],
  ['/api/v1/deliveries?since=yesterday', 'since'],
  ['/api/v1/deliveries?since=2026-02-30T00:00:00Z', 'since'],
  ['/api/v1/deliveries?since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z', 'until'],
  ['/api/v1/deliveries?repository=acme', 'repository'],
  ['/api/v1/deliveries?event=', 'event'],
  ['/api/v1/deliveries?repo=acme/api', 'repo'],
  ['/api/v1/deliveries?cursor=!', 'cursor'],
  ['/api/v1/deliveries?cursor=bm90IGpzb24', 'cursor'],
  ['/api/v1/deliveries?cursor=WyJhIiwxXQ', 'cursor'],
  ['/api/v1/deliveries/stats?hours=1001', 'hours'],
  ['/api/v1/version?verbose=1', 'verbose'],
  ['/api/v1/counters?window=year', 'window'],
  ['/api/v1/counters?window=2026-01-01..2026-02-01', 'window'],
  ['/api/v1/counters?window=2026-02-01T00:00:00Z..2026-01-01T00:00:00Z', 'window'],
  ['/api/v1/counters?window=..', 'window'],
  ['/api/v1/counters/commits/trend?bucket=minute', 'bucket'],
  ['/api/v1/counters/commits/trend?bucket=hour&since=2025-01-01T00:00:00Z', 'since'],
  ['/api/v1/counters/commits/trend?bucket=day&since=1970-01-01T00:00:00Z', 'since'],
  ['/api/v1/pull-requests?state=draft', 'state'],
  ['/api/v1/pull-requests?__proto__=1', '__proto__'],
  ['/api/v1/api-usage?group_by=user', 'group_by'],
  ['/api/v1/dead-letters?status=OPEN', 'status'],
])('%s is a 400 that names %s', async (path, parameter) => {
  const { status, body, headers } = await gateway.ask(path)
  expect({ status, parameter: body.parameter, detail: body.detail }).toEqual({
    status: 400,
    parameter,
    detail: expect.stringContaining(parameter),
  })
  expect(headers.get('content-type')).toContain('application/problem+json')
})

test('a trend that would be too long says how long', async () => {
  const { body } = await gateway.ask(
    '/api/v1/counters/commits/trend?bucket=week&since=1970-01-05T00:00:00Z&until=2020-01-06T00:00:00Z',
  )
  expect(body.detail).toBe(
    'since is 2609 weeks before the end: a trend has at most 1000 buckets, so ask for longer buckets or a shorter range.',
  )
})

test.each([
  ['GET', '/api/v1/nothing', 404, 'not_found'],
  ['GET', '/api/v2/deliveries', 404, 'not_found'],
  ['GET', '/api/v1/deliveries/', 404, 'not_found'],
  ['GET', '/API/v1/deliveries', 404, 'not_found'],
  ['GET', '/api/v1/counters/stars/trend', 404, 'counter_not_found'],
  ['GET', '/docs/..%2f..%2fpackage.json', 400, 'bad_request_target'],
  ['GET', '/docs/package.json', 404, 'not_found'],
  ['DELETE', '/api/v1/deliveries', 405, 'method_not_allowed'],
  ['GET', '/api/v1/dead-letters/x/retry', 405, 'method_not_allowed'],
])('%s %s is %i %s', async (method, path, status, code) => {
  const answer = await gateway.ask(path, { method })
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
})

test('405 says what the path answers', async () => {
  const deliveries = await gateway.ask('/api/v1/deliveries', { method: 'PUT' })
  expect(deliveries.headers.get('allow')).toBe('GET, HEAD')
  const retry = await gateway.ask('/api/v1/dead-letters/x/retry')
  expect(retry.headers.get('allow')).toBe('POST')
})

test('a read model that was not built is a 503 and not ready', async () => {
  for (const path of ['/api/v1/pull-requests', '/api/v1/api-usage', '/api/v1/rate-limits']) {
    const { status, body } = await gateway.ask(path)
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'read_model_missing' })
  }
  const { status, body } = await gateway.ask('/readyz')
  expect(status).toBe(503)
  expect(body.parts).toMatchObject({
    clickhouse: { ready: true },
    log: { ready: true },
    'read model counters': { ready: true },
    'read model pull-requests': { ready: false },
  })
})

test('before any data every number is null, lists are empty and nothing is fresh', async () => {
  const counters = await gateway.ask('/api/v1/counters')
  expect(new Set(Object.values(counters.body.counters as object))).toEqual(new Set([null]))
  expect(counters.body.freshness).toMatchObject({ newest_delivery_at: null, lag_seconds: 0 })
  const stats = await gateway.ask('/api/v1/deliveries/stats')
  expect(stats.body).toMatchObject({ attempts: null, deliveries: null })
  const deliveries = await gateway.ask('/api/v1/deliveries')
  expect(deliveries.body).toMatchObject({ data: [], page: { next_cursor: null, limit: 100 } })
})

test('what the log cannot tell is null, never 0', async () => {
  gateway.log.progress = null
  await expect
    .poll(async () => (await gateway.ask('/api/v1/counters')).body.freshness, { timeout: 5000 })
    .toMatchObject({ lag_seconds: null })
  gateway.log.connected = false
  const { status, body } = await gateway.ask('/readyz')
  expect(status).toBe(503)
  expect(body.parts).toMatchObject({ log: { ready: false, reason: 'NATS cannot be reached' } })
  gateway.log.connected = true
})

test('HEAD answers as GET, without the body', async () => {
  const { status, text, headers } = await gateway.ask('/api/v1/counters', { method: 'HEAD' })
  expect({ status, text }).toEqual({ status: 200, text: '' })
  expect(headers.get('cache-control')).toBe('private, no-store')
})
