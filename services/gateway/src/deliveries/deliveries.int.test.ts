import { openJournal, readModels } from '@octometer/read-store'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, journal } from '../gateway.fixture.ts'
import { deadLetterRow, deliveryRow, guidOf, nameRow, noRepository } from '../rows.fixture.ts'

const now = new Date('2026-03-04T10:20:00Z')
const gateway = gatewayForTests({ now })

const second = deliveryRow('second', '2026-03-04T09:00:00.123Z', { stream_sequence: 12 })

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('first', '2026-03-03T08:00:00.000Z', { payload: '', stream_sequence: 11 }),
      second,
      { ...second, received_at: new Date('2026-03-04T09:30:00.000Z'), stream_sequence: 19 },
      deliveryRow('third', '2026-03-04T10:00:00.000Z', {
        event: 'pull_request',
        action: 'opened',
        repository_id: 2,
        repository: 'acme/web',
        sender: 'hubot',
        hook_id: '8',
        stream_sequence: 20,
      }),
      deliveryRow('org', '2026-03-04T10:10:00.000Z', {
        ...noRepository,
        event: 'organization',
        stream_sequence: 21,
      }),
    ],
    repository_names: [
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-03-01T00:00:00Z'),
    ],
  })
  // Archived twice, as after a crash.
  await gateway.insert('deliveries', { deliveries: [second] })
  await journal(gateway.store(), [
    { message: guidOf('first'), projection: 'deliveries', outcome: 'projected', rows: 2 },
    { message: guidOf('first'), projection: 'counters', outcome: 'rejected' },
    { message: guidOf('second'), projection: 'deliveries', outcome: 'projected', rows: 2 },
    { message: guidOf('second'), projection: 'counters', outcome: 'projected', rows: 3 },
    { message: guidOf('third'), projection: 'counters', outcome: 'projected', rows: 1 },
  ])
})

interface Listed {
  readonly guid: string
  readonly status: string | null
  readonly received_at: string
}

async function list(query: string): Promise<readonly Listed[]> {
  const { status, body } = await gateway.ask(`/api/v1/deliveries?${query}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body.data as Listed[]
}

async function names(query: string): Promise<readonly string[]> {
  const known = new Map(['first', 'second', 'third', 'org'].map((name) => [guidOf(name), name]))
  return (await list(query)).map(({ guid }) => known.get(guid) ?? guid)
}

test('every attempt, newest first, an archived copy once', async () => {
  expect(await names('')).toEqual(['org', 'third', 'second', 'second', 'first'])
})

test.each([
  ['event=pull_request', ['third']],
  ['event=pull_request&event=organization', ['org', 'third']],
  ['action=opened', ['third']],
  ['sender=OCTOCAT', ['second', 'second', 'first']],
  ['repository=Acme/WEB', ['third']],
  ['repository=acme/never', []],
  ['hook=8', ['third']],
  [`guid=${guidOf('second')}`, ['second', 'second']],
  ['since=2026-03-04T09:00:00.123Z&until=2026-03-04T10:00:00Z', ['second', 'second']],
  ['since=2026-03-04T11:00:00%2B02:00&until=2026-03-04T09:30:00Z', ['second']],
  [`sender=${encodeURIComponent("x') OR 1=1 --")}`, []],
  [`event=${encodeURIComponent("push' UNION SELECT 1 --")}`, []],
])('the filter %s', async (query, expected) => {
  expect(await names(query)).toEqual(expected)
})

test('pages follow each other without gap or overlap', async () => {
  const seen: string[] = []
  let cursor: unknown = null
  do {
    const query = cursor === null ? '' : `&cursor=${cursor}`
    const { body } = await gateway.ask(`/api/v1/deliveries?limit=2${query}`)
    const data = body.data as Listed[]
    expect(data.length).toBeLessThanOrEqual(2)
    seen.push(...data.map(({ guid, received_at }) => `${guid} ${received_at}`))
    cursor = (body.page as { next_cursor: string | null }).next_cursor
  } while (cursor !== null)
  expect(seen).toEqual((await list('')).map(({ guid, received_at }) => `${guid} ${received_at}`))
})

test('a status follows from what the projections made of it and how far they are', async () => {
  gateway.log.progress = { acknowledged: 20, lagMessages: 1, lagSeconds: 3 }
  // What is known of the progress is kept for a second.
  await expect
    .poll(async () => (await gateway.ask('/api/v1/version')).body.freshness, { timeout: 5000 })
    .toMatchObject({ lag_seconds: 3 })
  const statuses = new Map((await list('')).map(({ guid, status }) => [guid, status]))
  expect(statuses.get(guidOf('first'))).toBe('partial')
  expect(statuses.get(guidOf('second'))).toBe('success')
  // What they made of it is forgotten in part; and one that they have not come to.
  expect(statuses.get(guidOf('third'))).toBeNull()
  expect(statuses.get(guidOf('org'))).toBeNull()
})

const untouched = readModels
  .map(({ projection }) => projection)
  .filter((projection) => !['deliveries', 'counters', 'api-usage', 'alerts'].includes(projection))
  .map((projection) => ({ projection, outcome: 'unhandled', reason: null, rows: null }))

test('one delivery: its first attempt, all attempts, outcomes, payload, trace', async () => {
  const { status, body } = await gateway.ask(`/api/v1/deliveries/${guidOf('second')}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    guid: guidOf('second'),
    event: 'push',
    action: null,
    repository: 'acme/api',
    status: 'success',
    received_at: '2026-03-04T09:00:00.123Z',
    trace_id: 'f'.repeat(32),
    payload: { zen: 'Keep it logically awesome.' },
    attempts: [{ received_at: '2026-03-04T09:00:00.123Z' }, { received_at: '2026-03-04T09:30:00.000Z' }],
    outcomes: [
      { projection: 'deliveries', outcome: 'projected', reason: null, rows: 2 },
      { projection: 'counters', outcome: 'projected', reason: null, rows: 3 },
      ...untouched,
    ],
  })
})

test('what projections made of a delivery is unknown when the archive has forgotten its own outcome', async () => {
  const { body } = await gateway.ask(`/api/v1/deliveries/${guidOf('third')}`)
  expect(body.status).toBeNull()
  expect(body.outcomes).toEqual([
    { projection: 'deliveries', outcome: 'unknown', reason: null, rows: null },
    { projection: 'counters', outcome: 'projected', reason: null, rows: 1 },
    ...untouched.map((each) => ({ ...each, outcome: 'unknown' })),
  ])
})

test('a payload whose retention has passed is null', async () => {
  const { body } = await gateway.ask(`/api/v1/deliveries/${guidOf('first')}`)
  expect(body.payload).toBeNull()
  expect(body.outcomes).toContainEqual({
    projection: 'counters',
    outcome: 'rejected',
    reason: 'was rejected',
    rows: 0,
  })
})

test('an unknown delivery is 404', async () => {
  const { status, body } = await gateway.ask(`/api/v1/deliveries/${guidOf('never')}`)
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'delivery_not_found' })
})

test('stats: attempts, deliveries, those processed, by event, every hour', async () => {
  const letter = deadLetterRow('issues', 'third', '2026-03-04T10:00:01Z')
  const again = deadLetterRow('issues', 'org', '2026-03-04T10:10:01Z')
  await openJournal(gateway.store()).writeDeadLetters([
    letter,
    { ...letter, dead_letter_id: `people:${guidOf('third')}` },
    again,
    { ...again, status: { rank: 3, status: 'projected' } },
  ])
  const { body } = await gateway.ask('/api/v1/deliveries/stats?hours=3')
  expect(body).toMatchObject({
    hours: 3,
    since: '2026-03-04T08:00:00.000Z',
    attempts: 4,
    deliveries: 3,
    by_event: [
      { event: 'organization', attempts: 1, deliveries: 1, processed: 1 },
      { event: 'pull_request', attempts: 1, deliveries: 1, processed: 0 },
      { event: 'push', attempts: 2, deliveries: 1, processed: 1 },
    ],
    by_hour: [
      { start: '2026-03-04T08:00:00.000Z', attempts: 0, deliveries: 0 },
      { start: '2026-03-04T09:00:00.000Z', attempts: 2, deliveries: 1 },
      { start: '2026-03-04T10:00:00.000Z', attempts: 2, deliveries: 2 },
    ],
  })
})

test('stats of an unknown repository are unknown', async () => {
  const { body } = await gateway.ask('/api/v1/deliveries/stats?hours=1&repository=acme/never')
  expect(body).toMatchObject({
    attempts: null,
    deliveries: null,
    by_event: [],
    by_hour: [{ attempts: null }],
  })
})

test('deliveries of one moment are not lost between two pages', async () => {
  const twins = ['twin 1', 'twin 2', 'twin 3']
  await gateway.insert('deliveries', {
    deliveries: twins.map((name) => deliveryRow(name, '2026-01-01T00:00:00.000Z', { event: 'ping' })),
  })
  const seen: string[] = []
  let cursor: unknown = null
  do {
    const next = cursor === null ? '' : `&cursor=${cursor}`
    const { body } = await gateway.ask(`/api/v1/deliveries?event=ping&limit=1${next}`)
    seen.push(...(body.data as Listed[]).map(({ guid }) => guid))
    cursor = (body.page as { next_cursor: string | null }).next_cursor
  } while (cursor !== null)
  expect(seen).toEqual(twins.map(guidOf).sort().reverse())
})
