import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
import { callRow } from '../rows.fixture.ts'

const now = new Date('2026-03-04T10:20:00Z')
const gateway = gatewayForTests({ now })

const token = (name: string) => name.repeat(64)

beforeAll(async () => {
  const reset = (time: string) => ({ reset_at: new Date(time) })
  const other = { token_hash: token('b'), resource: 'search', route: '/search/code', remaining: 29 }
  const calls = [
    callRow('0', '2026-03-03T10:19:59Z', { remaining: 4990 }),
    callRow('1', '2026-03-03T10:40:00Z', { remaining: 4980, ...reset('2026-03-03T11:00:00Z') }),
    callRow('2', '2026-03-04T09:10:00Z', { remaining: 4000, ...reset('2026-03-04T10:00:00Z') }),
    callRow('3', '2026-03-04T09:50:00Z', { remaining: 3900, status: 404, ...reset('2026-03-04T10:00:00Z') }),
    callRow('4', '2026-03-04T10:10:00Z', {
      remaining: 4999,
      cached: true,
      cost: 0,
      ...reset('2026-03-04T11:00:00Z'),
    }),
    callRow('5', '2026-03-04T10:15:00Z', other),
    callRow('6', '2026-03-04T10:19:00Z'),
    callRow('7', '2026-02-01T10:10:00Z', { token_hash: token('c'), cost: null }),
    callRow('8', '2026-02-01T10:20:00Z', { token_hash: token('c'), cost: null }),
    callRow('9', '2026-02-01T10:20:00Z', { token_hash: token('d'), cost: 3 }),
    callRow('10', '2026-02-01T10:20:01Z', { token_hash: token('d'), cost: null }),
  ]
  await gateway.insert('api-usage', { api_calls: calls })
  // Told twice, as after a crash.
  await gateway.insert('api-usage', { api_calls: calls.slice(2, 4) })
})

async function usage(query: string): Promise<readonly Record<string, unknown>[]> {
  const { status, body } = await gateway.ask(`/api/v1/api-usage?${query}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body.data as Record<string, unknown>[]
}

test('by token and resource over the last 24 hours, the most calls first', async () => {
  expect(await usage('')).toEqual([
    {
      ...{ token: token('a'), resource: 'core', calls: 5, reads: 5, hits: 1, hit_rate: 0.2 },
      ...{ cost: 4, remaining: 3900 },
    },
    {
      ...{ token: token('b'), resource: 'search', calls: 1, reads: 1, hits: 0, hit_rate: 0 },
      ...{ cost: 1, remaining: 29 },
    },
  ])
})

test('by the hour, with what was left and when it was reset', async () => {
  expect(await usage(`group_by=hour&group_by=token&token=${token('A')}`)).toEqual([
    {
      hour: '2026-03-04T10:00:00Z',
      token: token('a'),
      ...{ calls: 2, reads: 2, hits: 1, hit_rate: 0.5 },
      cost: 1,
      remaining: 4999,
      reset_at: '2026-03-04T11:00:00Z',
    },
    {
      hour: '2026-03-04T09:00:00Z',
      token: token('a'),
      ...{ calls: 2, reads: 2, hits: 0, hit_rate: 0 },
      cost: 2,
      remaining: 3900,
      reset_at: '2026-03-04T10:00:00Z',
    },
    {
      hour: '2026-03-03T10:00:00Z',
      token: token('a'),
      ...{ calls: 1, reads: 1, hits: 0, hit_rate: 0 },
      cost: 1,
      remaining: 4980,
      reset_at: '2026-03-03T11:00:00Z',
    },
  ])
})

test.each([
  ['group_by=status', [{ status: 200 }, { status: 404 }], [5, 1]],
  ['group_by=cached', [{ cached: false }, { cached: true }], [5, 1]],
  ['group_by=method', [{ method: 'GET' }], [6]],
  ['group_by=resource&resource=search', [{ resource: 'search' }], [1]],
  ['group_by=route&route=/search/code', [{ route: '/search/code' }], [1]],
  ['group_by=method&since=2026-03-04T09:10:00Z&until=2026-03-04T10:10:00Z', [{ method: 'GET' }], [2]],
  ['group_by=method&since=2026-03-04T09:10:01Z&until=2026-03-04T10:10:01Z', [{ method: 'GET' }], [2]],
  ['group_by=method&since=2026-03-01T00:00:00Z', [{ method: 'GET' }], [7]],
])('%s', async (query, groups, calls) => {
  const found = await usage(query)
  expect(found).toMatchObject(groups)
  expect(found.map((group) => group.calls)).toEqual(calls)
})

test.each([
  ['a whole hour', 'since=2026-02-01T10:00:00Z&until=2026-02-01T11:00:00Z'],
  ['part of one', 'since=2026-02-01T10:05:00Z&until=2026-02-01T10:30:00Z'],
  ['hours by name', 'group_by=hour&group_by=token&since=2026-02-01T10:00:00Z&until=2026-02-01T11:00:00Z'],
])('the cost of calls that told none is null, not 0: %s', async (_, query) => {
  const costs = (await usage(query.includes('group_by') ? query : `group_by=token&${query}`)).map(
    ({ token: of, cost }) => [of, cost],
  )
  expect(costs).toEqual([
    [token('c'), null],
    [token('d'), 3],
  ])
})

test('groups in pages', async () => {
  const all = await usage('group_by=hour&group_by=status&group_by=cached')
  const walked: unknown[] = []
  let cursor: unknown = null
  do {
    const next = cursor === null ? '' : `&cursor=${cursor}`
    const { body } = await gateway.ask(
      `/api/v1/api-usage?group_by=hour&group_by=status&group_by=cached&limit=1${next}`,
    )
    walked.push(...(body.data as unknown[]))
    cursor = (body.page as { next_cursor: unknown }).next_cursor
  } while (cursor !== null)
  expect(walked).toEqual(all)
  expect(all.length).toBeGreaterThan(3)
})

test('rate limits: the newest that each token and resource told', async () => {
  const { body } = await gateway.ask('/api/v1/rate-limits')
  expect(body.data).toEqual([
    {
      token: token('a'),
      resource: 'core',
      limit: 5000,
      remaining: 4999,
      used: 1,
      reset_at: '2026-03-04T11:00:00Z',
      observed_at: '2026-03-04T10:10:00.000Z',
      // One that told nothing was made since.
      ...{ spent_per_minute: null, exhausted_at: null, points_last_minute: 0, most_points_a_minute: 900 },
    },
    {
      token: token('b'),
      resource: 'search',
      limit: 5000,
      remaining: 29,
      used: 4971,
      reset_at: null,
      observed_at: '2026-03-04T10:15:00.000Z',
      ...{ spent_per_minute: null, exhausted_at: null, points_last_minute: 0, most_points_a_minute: 30 },
    },
  ])
})

test('who may see some repositories only cannot be shown what belongs to none', async () => {
  const as = await tokenFor(['acme/api'])
  for (const path of ['/api/v1/api-usage', '/api/v1/rate-limits']) {
    const { status, body } = await gateway.ask(path, { as })
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'repositories_restricted' })
  }
})
