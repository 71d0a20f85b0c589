import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { callRow, deliveryRow, guidOf } from '../rows.fixture.ts'

const token = 'e'.repeat(64)
const gateway = gatewayForTests({ now: new Date('2026-02-20T12:30:00Z') })
const spender = { token_hash: token, rate_limit: 5000 }
const left = (remaining: number, more: object = {}) => ({
  ...{ ...spender, remaining, reset_at: new Date('2026-02-20T13:00:00Z'), ...more },
})
const fromMemory = { cached: true, cost: 0 }
const unchanged = { cached: true, status: 304, cost: 0 }
const sent = (guid: string, sender: string | null) => deliveryRow(guid, '2026-02-20T11:00:00Z', { sender })

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [sent('g1', 'ada'), sent('g2', 'bob'), sent('g3', null)],
  })
  await gateway.insert('api-usage', {
    api_calls: [
      // Before the last ten minutes, and of the window before: neither belongs to the pace.
      callRow('old', '2026-02-20T12:19:59Z', left(900)),
      callRow('before', '2026-02-20T12:21:00Z', left(2, { reset_at: new Date('2026-02-20T12:00:00Z') })),
      callRow('first', '2026-02-20T12:25:00Z', left(500, { delivery_id: guidOf('g1') })),
      callRow('second', '2026-02-20T12:28:00Z', left(401, { delivery_id: guidOf('g1') })),
      callRow('third', '2026-02-20T12:29:30Z', left(400, { delivery_id: guidOf('g2') })),
      callRow('late', '2026-02-20T12:29:31Z', left(402, { delivery_id: guidOf('g3') })),
      callRow('written', '2026-02-20T12:29:32Z', {
        ...spender,
        method: 'POST',
        route: '/repos/{owner}/{repo}/labels',
      }),
      callRow('memory', '2026-02-20T12:29:33Z', { ...spender, ...fromMemory, delivery_id: guidOf('g2') }),
      callRow('same', '2026-02-20T12:29:34Z', { ...spender, ...unchanged }),
      callRow('limits', '2026-02-20T12:29:35Z', { ...spender, route: '/rate_limit', cost: 0 }),
      callRow('preflight', '2026-02-20T12:29:35Z', { ...spender, method: 'OPTIONS', cost: 0 }),
      callRow('graph', '2026-02-20T12:29:36Z', {
        ...spender,
        resource: 'graphql',
        method: 'POST',
        route: '/graphql',
      }),
      callRow('to come', '2026-02-20T12:30:01Z', left(1)),
    ],
  })
})

test('how fast it is spent, when nothing is left, and what GitHub bears in a minute', async () => {
  const { body } = await gateway.ask(`/api/v1/rate-limits?token=${token}`)
  expect(body.data).toMatchObject([
    {
      resource: 'core',
      // 500 − 400 in the five minutes since the first: 20 a minute, and 400 last 20 minutes.
      spent_per_minute: 20,
      exhausted_at: '2026-02-20T12:50:00.000Z',
      // third, late, same, limits, preflight: 1 each; written: 5; memory: none.
      points_last_minute: 10,
      most_points_a_minute: 900,
    },
  ])
})

test('who spends: by the deliveries that made somebody ask, and who sent them', async () => {
  const ask = async (by: string) => {
    const { body } = await gateway.ask(
      `/api/v1/api-usage?group_by=${by}&token=${token}&resource=core&until=2026-02-20T12:30:00Z`,
    )
    return (body.data as Record<string, unknown>[]).map((group) => [group[by], group.calls, group.cost])
  }
  expect(await ask('delivery')).toEqual([
    [null, 6, 3],
    // Of as many calls the GUID decides.
    [guidOf('g2'), 2, 1],
    [guidOf('g1'), 2, 2],
    [guidOf('g3'), 1, 1],
  ])
  expect(await ask('actor')).toEqual([
    [null, 7, 4],
    ['ada', 2, 2],
    ['bob', 2, 1],
  ])
})

test('the hit rate leaves writing and the limits themselves out', async () => {
  const groups = await gateway.ask(
    `/api/v1/api-usage?group_by=token&token=${token}&until=2026-02-20T12:30:00Z`,
  )
  // old, before, first, second, third, late, memory and same are reads; the last two are hits.
  expect(groups.body.data).toMatchObject([{ calls: 12, reads: 8, hits: 2, hit_rate: 0.25 }])
})
