import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from './gateway.fixture.ts'
import { deliveryRow, factRow, guidOf, nameRow, noRepository, pullRow } from './rows.fixture.ts'

const origin = 'https://dashboard.example.org'
const gateway = gatewayForTests({ env: { OCTO_CORS_ORIGINS: origin } })

const at = new Date('2026-03-01T00:00:00Z')

const seen = (repository_id: number) =>
  ({ repository_id, number: 1, at, state: 'open', author: 'mona', labels: [] }) as const

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('one', '2026-03-01T00:00:00Z'),
      deliveryRow('two', '2026-03-01T00:00:00Z', { repository_id: 2, repository: 'acme/secret' }),
      deliveryRow('org', '2026-03-01T00:00:00Z', noRepository),
    ],
    repository_names: [
      // Repository 1 was called acme/old, a name that repository 3 bears now; a late redelivery said it again.
      nameRow(1, 'acme/old', '2026-03-01T00:00:00Z'),
      nameRow(3, 'acme/old', '2026-03-02T00:00:00Z'),
      nameRow(1, 'acme/old', '2026-03-03T00:00:00Z'),
      nameRow(1, 'acme/api', '2026-03-04T00:00:00Z'),
      nameRow(2, 'acme/secret', '2026-03-01T00:00:00Z'),
      nameRow(4, 'acme/former', '2026-03-01T00:00:00Z'),
      nameRow(4, 'acme/present', '2026-03-02T00:00:00Z'),
    ],
  })
  await gateway.insert('counters', { counter_facts: [1, 2, 3, 4].map((id) => factRow('commits', id, at)) })
  await gateway.insert('pull-requests', {
    pull_requests: [1, 2].map((id) => pullRow(seen(id))),
  })
})

const commits = async (query: string, as?: string) => {
  const { body } = await gateway.ask(`/api/v1/counters?window=all&${query}`, as === undefined ? {} : { as })
  return (body.counters as { commits: number | null }).commits
}

test('a name finds who bears it now, else who bore it last', async () => {
  const { body } = await gateway.ask('/api/v1/pull-requests?repository=acme/old')
  expect(body.data).toEqual([])
  expect(await commits('repository=ACME/Old')).toBe(1)
  expect(await commits('repository=acme/former&repository=acme/present')).toBe(1)
  expect(await commits('')).toBe(4)
})

test('a token for some repositories shows those in every answer, and no more', async () => {
  const as = await tokenFor(['ACME/api', 'acme/gone'])
  const { body: deliveries } = await gateway.ask('/api/v1/deliveries', { as })
  expect((deliveries.data as { repository: string }[]).map(({ repository }) => repository)).toEqual([
    'acme/api',
  ])
  expect(await gateway.ask(`/api/v1/deliveries/${guidOf('one')}`, { as })).toMatchObject({ status: 200 })
  for (const hidden of ['two', 'org']) {
    expect(await gateway.ask(`/api/v1/deliveries/${guidOf(hidden)}`, { as })).toMatchObject({ status: 404 })
  }
  expect(await commits('', as)).toBe(1)
  expect(await commits('repository=acme/secret', as)).toBeNull()
  const { body: trend } = await gateway.ask(
    '/api/v1/counters/commits/trend?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z',
    { as },
  )
  expect(trend.data).toEqual([{ start: '2026-03-01T00:00:00.000Z', value: 1 }])
  const { body: pulls } = await gateway.ask('/api/v1/pull-requests', { as })
  expect((pulls.data as { repository: string }[]).map(({ repository }) => repository)).toEqual(['acme/api'])
  const { body: secret } = await gateway.ask('/api/v1/pull-requests?repository=acme/secret', { as })
  expect(secret.data).toEqual([])
  expect(await gateway.ask('/api/v1/pull-requests/acme/secret/1', { as })).toMatchObject({ status: 404 })
  expect(await gateway.ask('/api/v1/pull-requests/acme/secret/1/story', { as })).toMatchObject({
    status: 404,
  })
  const { body: stats } = await gateway.ask('/api/v1/deliveries/stats?hours=1000', { as: await tokenFor([]) })
  expect(stats.attempts).toBeNull()
})

test('roles: nobody, a viewer, an operator, an admin', async () => {
  const retry = '/api/v1/dead-letters/counters:x/retry'
  const rebuild = '/api/v1/projections/counters/rebuild'
  const statuses = async (path: string, method: string) =>
    Promise.all(
      [null, 'not a key', keys.viewer, keys.operator, keys.admin].map(
        async (as) => (await gateway.ask(path, { as, method })).status,
      ),
    )
  expect(await statuses('/api/v1/version', 'GET')).toEqual([401, 401, 200, 200, 200])
  expect(await statuses(retry, 'POST')).toEqual([401, 401, 403, 404, 404])
  expect(await statuses(rebuild, 'POST')).toEqual([401, 401, 403, 403, 202])
})

test('documents, health and metrics are open', async () => {
  const open = ['/openapi.json', '/docs', '/redoc', '/livez', '/readyz', '/metrics']
  for (const path of open) expect(await gateway.ask(path, { as: null })).toMatchObject({ status: 200 })
})

test('pages of an allowed origin may call, others may not', async () => {
  const preflight = (from: string) =>
    gateway.ask('/api/v1/counters', {
      as: null,
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    })
  const allowed = await preflight(origin)
  expect(allowed.status).toBe(204)
  expect(allowed.headers.get('access-control-allow-origin')).toBe(origin)
  expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization')
  const foreign = await preflight('https://evil.example.org')
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
  // A page can read why it was refused.
  const refused = await gateway.ask('/api/v1/counters', { as: null, headers: { origin } })
  expect(refused.status).toBe(401)
  expect(refused.headers.get('access-control-allow-origin')).toBe(origin)
})

test('metrics count requests by route, never by what they ask for', async () => {
  await gateway.ask('/api/v1/pull-requests/acme/api/1')
  const { text } = await gateway.ask('/metrics', { as: null })
  expect(text).toMatch(
    /octo_gateway_requests_total\{[^}]*route="\/api\/v1\/pull-requests\/\{owner\}\/\{repo\}\/\{number\}"[^}]*status="200"[^}]*\} \d/,
  )
  expect(text).toContain('octo_gateway_request_duration_seconds_bucket')
  expect(text).not.toContain('acme')
})
