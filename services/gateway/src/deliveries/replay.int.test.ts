import type { ReplayCommand } from '@octometer/event-contracts'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, journal, keys, tokenFor } from '../gateway.fixture.ts'
import { deliveryRow, guidOf, nameRow, replayRow } from '../rows.fixture.ts'

const now = new Date('2026-04-08T10:20:00Z')
const gateway = gatewayForTests({ now })
const SINCE = '2026-04-01T00:00:00.000Z'

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('a', '2026-04-01T00:00:00Z'),
      deliveryRow('expired', '2026-01-01T00:00:00Z', { payload: '' }),
    ],
    repository_names: [
      nameRow(1, 'acme/api', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-01-01T00:00:00Z'),
    ],
  })
})

const replay = (body: unknown, as: string = keys.operator) =>
  gateway.ask('/api/v1/deliveries/replay', { body, as })

const all = {
  type: 'replay',
  guid: null,
  since: null,
  until: null,
  events: null,
  repository_ids: null,
  projections: null,
} as const

test.each([
  [{ guid: guidOf('a') }, { guid: guidOf('a') }],
  [{ since: '2026-04-01T02:00:00+02:00' }, { since: SINCE, until: '2026-04-08T10:20:00.000Z' }],
  [
    {
      since: SINCE,
      until: '2026-04-02T00:00:00Z',
      event: ['push'],
      repository: ['ACME/web'],
      projection: ['counters'],
    },
    {
      since: SINCE,
      until: '2026-04-02T00:00:00.000Z',
      events: ['push'],
      repository_ids: [2],
      projections: ['counters'],
    },
  ],
])('%j appends a command', async (body, command) => {
  gateway.log.commands.length = 0
  expect(await replay(body)).toMatchObject({ status: 202, body: { command_id: expect.any(String) } })
  expect(gateway.log.commands).toEqual([{ command: { ...all, ...command }, issuedBy: 'operator-key' }])
})

test.each([
  [{}, 400, { field: 'since' }],
  [{ guid: guidOf('a'), since: SINCE }, 400, { field: 'since' }],
  [{ since: 'yesterday' }, 400, { field: 'since' }],
  [{ since: SINCE, until: SINCE }, 400, { field: 'until' }],
  [{ since: SINCE, projection: ['deliveries'] }, 400, { field: 'projection' }],
  [{ since: SINCE, projection: ['api-usage'] }, 400, { field: 'projection' }],
  [{ since: SINCE, repository: ['acme/never'] }, 404, { code: 'repository_not_found' }],
  [{ guid: guidOf('b') }, 404, { code: 'delivery_not_found' }],
  [{ guid: guidOf('expired') }, 409, { code: 'payload_expired' }],
])('%j is refused', async (body, status, problem) => {
  gateway.log.commands.length = 0
  expect(await replay(body)).toMatchObject({ status, body: problem })
  expect(gateway.log.commands).toEqual([])
})

test('a viewer may not; who sees some repositories replays theirs', async () => {
  expect((await replay({ since: SINCE }, keys.viewer)).status).toBe(403)
  const limited = await tokenFor(['acme/web'], 'operator')
  expect((await replay({ guid: guidOf('a') }, limited)).status).toBe(404)
  gateway.log.commands.length = 0
  expect((await replay({ since: SINCE }, limited)).status).toBe(202)
  expect(gateway.log.commands).toMatchObject([{ command: { repository_ids: [2] } }])
})

const archive = (id: string, more: Partial<ReplayCommand>) =>
  gateway.insert('deliveries', { commands: [replayRow(id, now, more)] })

const state = (id: string, as: string = keys.viewer) => gateway.ask(`/api/v1/deliveries/replay/${id}`, { as })

test('how far a replay has come', async () => {
  const id = '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11'
  expect((await state(id)).status).toBe(404)
  await archive(id, { projections: ['counters', 'pull-requests'] })
  await journal(gateway.store(), [{ message: id, projection: 'counters', outcome: 'projected', rows: 7 }])
  const counters = { projection: 'counters', state: 'done', deliveries: 7 }
  const pulls = { projection: 'pull-requests', deliveries: null }
  expect((await state(id)).body).toMatchObject({
    issued_by: 'ops',
    state: 'running',
    projections: [counters, { ...pulls, state: 'pending' }],
  })
  gateway.log.progress = { acknowledged: 1_000_007, lagMessages: 0, lagSeconds: 0 }
  await expect
    .poll(async () => (await state(id)).body, { timeout: 5000 })
    .toMatchObject({
      state: 'done',
      projections: [counters, { ...pulls, state: 'rebuilt' }],
    })
  expect((await state('x')).body).toMatchObject({ code: 'bad_parameter', parameter: 'id' })
})

test('a replay is shown to who sees all that it is about', async () => {
  const id = '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b12'
  await archive(id, { repository_ids: [2], projections: ['counters'] })
  expect((await state(id, await tokenFor(['acme/web']))).status).toBe(200)
  expect((await state(id, await tokenFor(['acme/api']))).status).toBe(404)
})
