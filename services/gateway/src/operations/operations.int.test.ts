import { RequestRefusedError, ServiceUnavailableError } from '@octometer/event-log'
import { markGeneration, openJournal, readModels } from '@octometer/read-store'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { deadLetterRow, deliveryRow, guidOf, nameRow } from '../rows.fixture.ts'

const gateway = gatewayForTests()

beforeAll(async () => {
  const journal = openJournal(gateway.store())
  const settled = deadLetterRow('counters', 'b', '2026-03-02T00:00:00Z')
  await journal.writeDeadLetters([
    deadLetterRow('counters', 'a', '2026-03-01T00:00:00Z'),
    settled,
    deadLetterRow('pull-requests', 'c', '2026-03-03T00:00:00Z'),
  ])
  await journal.writeDeadLetters([
    {
      ...settled,
      first_rejected_at: new Date('2026-03-04T00:00:00Z'),
      status: { rank: 3, status: 'projected' },
    },
  ])
  await gateway.insert('deliveries', {
    deliveries: [deliveryRow('a', '2026-03-01T00:00:00Z')],
    repository_names: [nameRow(1, 'acme/api', '2026-03-01T00:00:00Z')],
  })
})

async function letters(query: string, as = keys.viewer): Promise<readonly string[]> {
  const { status, body } = await gateway.ask(`/api/v1/dead-letters?${query}`, { as })
  expect({ status, body }).toMatchObject({ status: 200 })
  const names = new Map(['a', 'b', 'c'].map((name) => [guidOf(name), name]))
  return (body.data as { message_id: string }[]).map(({ message_id }) => names.get(message_id) ?? message_id)
}

test('dead letters, the last rejected first', async () => {
  expect(await letters('')).toEqual(['c', 'b', 'a'])
  expect(await letters('status=open')).toEqual(['c', 'a'])
  expect(await letters('status=projected&status=dismissed')).toEqual(['b'])
  expect(await letters('projection=counters&until=2026-03-02T00:00:00Z')).toEqual(['a'])
  const { body } = await gateway.ask('/api/v1/dead-letters?limit=2')
  const { next_cursor } = body.page as { next_cursor: string }
  expect(await letters(`limit=2&cursor=${next_cursor}`)).toEqual(['a'])
})

test('who may see some repositories sees their dead letters only', async () => {
  expect(await letters('', await tokenFor(['acme/api']))).toEqual(['a'])
  expect(await letters('', await tokenFor(['acme/other']))).toEqual([])
  const as = await tokenFor(['acme/other'], 'operator')
  const { status } = await gateway.ask(`/api/v1/dead-letters/counters:${guidOf('a')}/retry`, {
    as,
    method: 'POST',
  })
  expect(status).toBe(404)
})

test.each(['retry', 'dismiss'] as const)('%s appends a command in the name of who asked', async (type) => {
  const id = `counters:${guidOf('a')}`
  gateway.log.commands.length = 0
  const { status, body } = await gateway.ask(`/api/v1/dead-letters/${id}/${type}`, {
    as: keys.operator,
    method: 'POST',
  })
  expect(status).toBe(202)
  expect(body).toMatchObject({ command_id: expect.any(String), stream_sequence: 1 })
  expect(gateway.log.commands).toEqual([{ command: { type, dead_letter_id: id }, issuedBy: 'operator-key' }])
})

test('what is settled, or not there, cannot be retried', async () => {
  gateway.log.commands.length = 0
  const ask = (name: string, what: string) =>
    gateway.ask(`/api/v1/dead-letters/counters:${guidOf(name)}/${what}`, { method: 'POST' })
  expect(await ask('b', 'retry')).toMatchObject({ status: 409, body: { code: 'dead_letter_projected' } })
  expect(await ask('b', 'dismiss')).toMatchObject({ status: 409, body: { code: 'dead_letter_projected' } })
  expect(await ask('z', 'retry')).toMatchObject({ status: 404, body: { code: 'dead_letter_not_found' } })
  expect(gateway.log.commands).toEqual([])
})

test('projections: generation, lag, what is being built', async () => {
  const since = new Date('2026-03-05T00:00:00Z')
  await markGeneration(
    gateway.store(),
    { projection: 'counters', generation: 'g9', code: 'c9' },
    'building',
    since,
  )
  gateway.log.progress = { acknowledged: 5, lagMessages: 3, lagSeconds: 1.5 }
  const told = {
    projection: 'counters',
    teller: 'one',
    began_at: '2026-03-05T00:00:00.000Z',
    received_until: null,
  }
  const heard_at = '2026-03-05T00:00:10.000Z'
  gateway.log.rebuilds = async () => [
    {
      ...told,
      ...{ generation: 'g9', state: 'running', phase: 'reading_log', heard_at },
      ...{ read: 5, total: 9, differences: null },
    },
    {
      ...told,
      ...{ generation: 'g1', state: 'done', phase: 'replacing', heard_at },
      ...{ read: 9, total: 9, differences: [{ table: 'counter_facts', live: 7, built: 8 }] },
    },
  ]
  await expect
    .poll(async () => (await gateway.ask('/api/v1/projections')).body.data, { timeout: 5000 })
    .toContainEqual({
      name: 'counters',
      generation: 'g1',
      code: 'c1',
      live_since: '2026-01-01T00:00:00.000Z',
      true_from: null,
      lag_messages: 3,
      lag_seconds: 1.5,
      building: [
        {
          generation: 'g9',
          since: '2026-03-05T00:00:00.000Z',
          // It died: it is not running for ever.
          progress: {
            ...{ state: 'silent', phase: 'reading_log', began_at: told.began_at, heard_at },
            ...{ messages_read: 5, messages_total: 9, received_until: null },
            ...{ messages_per_second: null, estimated_read_at: null },
          },
        },
      ],
      last_rebuild: {
        generation: 'g1',
        began_at: told.began_at,
        ended_at: '2026-01-01T00:00:00.000Z',
        messages_read: 9,
        differences: [{ table: 'counter_facts', before: 7, after: 8 }],
      },
    })
  const { body } = await gateway.ask('/api/v1/projections')
  expect((body.data as { name: string; generation: unknown }[]).map(({ name }) => name)).toEqual(
    readModels.map(({ projection }) => projection),
  )
})

const rebuild = (name: string) => gateway.ask(`/api/v1/projections/${name}/rebuild`, { method: 'POST' })

test('a rebuild is asked of the projectors', async () => {
  expect(await rebuild('counters')).toMatchObject({
    status: 202,
    body: { projection: 'counters', generation: 'g2', state: 'started' },
  })
  expect(await rebuild('nothing')).toMatchObject({ status: 404, body: { code: 'projection_not_found' } })
  expect(await rebuild('deliveries')).toMatchObject({
    status: 409,
    body: { code: 'archive_not_rebuildable' },
  })
})

test('a service that does not answer is named, one that refuses is quoted', async () => {
  gateway.log.rebuild = async () => {
    throw new ServiceUnavailableError('projectors', 'projectors is not running (requests.projectors.rebuild)')
  }
  expect(await rebuild('counters')).toMatchObject({
    status: 503,
    body: { code: 'service_unavailable', service: 'projectors' },
  })
  gateway.log.rebuild = async () => {
    throw new RequestRefusedError('projection_unknown', 'counters does not run here', false)
  }
  expect(await rebuild('counters')).toMatchObject({ status: 409, body: { code: 'projection_unknown' } })
})

test('the version', async () => {
  const { body } = await gateway.ask('/api/v1/version', { as: keys.viewer })
  expect(body).toMatchObject({ name: 'octometer', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
})
