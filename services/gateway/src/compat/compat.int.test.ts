import { ServiceUnavailableError } from '@octometer/event-log'
import { openJournal } from '@octometer/read-store'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { baselineRow, deadLetterRow, deliveryRow, factRow, guidOf, nameRow } from '../rows.fixture.ts'

const now = new Date('2026-03-04T10:20:00Z')
const gateway = gatewayForTests({ now })
const MEGABYTE = 1024 ** 2

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('old', '2026-03-01T09:00:00.000Z', { payload: '', stream_sequence: 5 }),
      deliveryRow('api', '2026-03-04T09:30:00.000Z', { stream_sequence: 6 }),
      deliveryRow('web', '2026-03-04T10:00:00.000Z', {
        repository_id: 2,
        repository: 'acme/web',
        stream_sequence: 7,
      }),
      deliveryRow('api', '2026-03-04T10:01:00.000Z', { stream_sequence: 8 }),
    ],
    repository_names: [
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-03-01T00:00:00Z'),
    ],
  })
  await gateway.insert('counters', {
    counter_facts: [
      factRow('commits', 1, new Date('2026-03-03T08:00:00Z')),
      factRow('commits', 2, new Date('2026-03-04T08:00:00Z')),
    ],
  })
  const letters = ['people', 'counters'].map((each) => deadLetterRow(each, 'web', '2026-03-04T10:00:01Z'))
  await openJournal(gateway.store()).writeDeadLetters(letters)
})

async function events(query = '', as?: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { status, body } = await gateway.ask(`/api/v1/webhooks/events${query}`, { as: as ?? keys.viewer })
  expect({ status, body }).toMatchObject({ status: 200 })
  return Object(body)
}

test('an event stands at its last receipt; a payload that has expired is null, a rejection says why', async () => {
  expect(await events()).toMatchObject([
    { id: 8, delivery_id: guidOf('api'), processed: true, error: null, payload: { zen: expect.any(String) } },
    {
      id: 7,
      delivery_id: guidOf('web'),
      processed: false,
      error: 'counters: failed: web; people: failed: web',
    },
    { id: 5, delivery_id: guidOf('old'), processed: true, payload: null },
  ])
  expect((await events('?processed=false')).map(({ id }) => id)).toEqual([7])
  expect((await events('?processed=1')).map(({ id }) => id)).toEqual([8, 5])
  expect(await events('?repository_full_name=acme/never')).toEqual([])
})

test('what projections have not come to is not processed', async () => {
  gateway.log.progress = { acknowledged: 6, lagMessages: 2, lagSeconds: 1500 }
  // What is known of the progress is kept for a second.
  const ids = async () => (await events('?processed=false')).map(({ id }) => id)
  await expect.poll(ids, { timeout: 5000 }).toEqual([8, 7])
  gateway.log.progress = null
  const status = async () => (await gateway.ask('/webhooks/github/events')).status
  await expect.poll(status, { timeout: 5000 }).toBe(503)
  gateway.log.progress = { acknowledged: 8, lagMessages: 0, lagSeconds: 0 }
  await expect.poll(status, { timeout: 5000 }).toBe(200)
})

test('a token for some repositories shows those, moves nothing, and knows no limits', async () => {
  const as = await tokenFor(['acme/web'], 'admin')
  expect((await events('', as)).map(({ id }) => id)).toEqual([7])
  expect((await gateway.ask('/api/monitor/counters', { as })).body).toMatchObject({ commits: 1, pushes: 0 })
  const trend = await gateway.ask('/api/monitor/trend/commits?hours=48', { as })
  expect(Object(trend.body.data).filter(({ value }: { value: number }) => value > 0)).toHaveLength(1)
  const refused = await gateway.ask('/api/monitor/reset-weekly', { as, method: 'POST' })
  expect(refused).toMatchObject({ status: 403, body: { code: 'repositories_restricted' } })
  for (const path of ['/api/v1/rate-limits/status', '/api/v1/rate-limits/health']) {
    expect(await gateway.ask(path, { as })).toMatchObject({ status: 403 })
  }
})

/** Two closed unmerged, one merged before the set to 5 and one after it: 5, the one closed after it and the one merged after it. */
test('a set of the closed ones sets them with the merged ones', async () => {
  const at = (time: string) => new Date(`2026-03-04T${time}:00Z`)
  await gateway.insert('counters', {
    counter_facts: [
      factRow('pulls_closed', 1, at('08:00'), '1'),
      factRow('pulls_closed', 1, at('09:30'), '2'),
      factRow('pulls_merged', 1, at('08:10'), '3'),
      factRow('pulls_merged', 1, at('09:40'), '4'),
    ],
  })
  const closed = async () => (await gateway.ask('/api/monitor/counters')).body
  expect(await closed()).toMatchObject({ pulls_closed: 4, pulls_merged: 2 })
  const move = { kind: 'set', counter: 'pulls_closed', amount: 5 } as const
  await gateway.insert('counters', { counter_baselines: [baselineRow('set', '2026-03-04T09:00:00Z', move)] })
  expect(await closed()).toMatchObject({ pulls_closed: 7, pulls_merged: 2 })
})

test('without a log seed 000 is unhealthy, and says what is missing', async () => {
  gateway.log.connected = false
  expect((await gateway.ask('/api/monitor/health', { as: null })).body).toEqual({
    status: 'unhealthy',
    services: { counter_manager: 'ready', webhook_handler: 'unavailable', redis: 'not used' },
  })
  expect((await gateway.ask('/api/monitor/dashboard')).body).toMatchObject({ status: 'unhealthy' })
  gateway.log.connected = true
})

test('limits that nobody told are unknown', async () => {
  gateway.log.github = async () => {
    throw new ServiceUnavailableError('github-agent', 'github-agent is not running')
  }
  expect((await gateway.ask('/api/v1/rate-limits/health')).body).toEqual({
    healthy: null,
    core_remaining: null,
    core_limit: null,
    percentage_available: null,
    reset_at: null,
  })
})

test('more payloads than one answer holds are refused', async () => {
  await gateway.insert('deliveries', {
    deliveries: [1, 2].map((index) =>
      deliveryRow(`large ${index}`, '2026-03-04T10:10:00.000Z', { event: 'ping', size: 17 * MEGABYTE }),
    ),
  })
  const both = await gateway.ask('/api/v1/webhooks/events?event_type=ping')
  expect(both).toMatchObject({ status: 422, body: { code: 'answer_too_large', parameter: 'limit' } })
  expect(await events('?event_type=ping&limit=1')).toHaveLength(1)
})
