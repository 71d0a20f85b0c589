import { counterNames } from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { factRow, nameRow } from '../rows.fixture.ts'

const now = new Date('2026-04-08T10:20:00Z')
const gateway = gatewayForTests({ timezone: 'Europe/Berlin', now })

const REPOSITORIES = [1, 2, 3]
const COUNTERS = counterNames.filter((name) => name !== 'conflicts')

interface Fact {
  readonly counter: string
  readonly repository_id: number
  readonly at: Date
  readonly key: string
}

/** The same numbers every time. */
function pseudoRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

const random = pseudoRandom(7)
const FROM = Date.parse('2025-12-20T00:00:00Z')
const recent: readonly Fact[] = Array.from({ length: 3000 }, (_, index) => ({
  counter: COUNTERS[Math.floor(random() * COUNTERS.length)] ?? 'commits',
  repository_id: REPOSITORIES[Math.floor(random() * REPOSITORIES.length)] ?? 1,
  at: new Date(FROM + Math.floor((random() * (now.getTime() - FROM)) / 1000) * 1000),
  key: `${index}`,
}))
/** One that was told of years later, and begins no history. */
const facts: readonly Fact[] = [
  ...recent,
  { counter: 'issues_closed', repository_id: 2, at: new Date('2019-05-15T15:20:33Z'), key: 'old' },
]

const received = new Date('2026-04-08T10:00:00Z')
const rowOf = ({ counter, repository_id, at, key }: Fact) => factRow(counter, repository_id, at, key)

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'Acme/API', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/old', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-02-01T00:00:00Z'),
      nameRow(3, 'acme/docs', '2026-01-01T00:00:00Z'),
      nameRow(4, 'acme/quiet', '2026-01-01T00:00:00Z'),
    ],
  })
  const half = facts.slice(0, 1500).map(rowOf)
  await gateway.insert('counters', { counter_facts: half })
  // Counted again, as after a crash: nothing may change.
  await gateway.insert('counters', { counter_facts: half.slice(0, 500) })
  await gateway.insert('counters', { counter_facts: facts.slice(1500).map(rowOf) })
})

function expected(since: string | null, until: string | null, repositories = REPOSITORIES) {
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since)
  const to = until === null ? Number.POSITIVE_INFINITY : Date.parse(until)
  const within = facts.filter(
    ({ at, repository_id }) =>
      at.getTime() >= from && at.getTime() < to && repositories.includes(repository_id),
  )
  return Object.fromEntries(
    counterNames.map((name) => [name, within.filter(({ counter }) => counter === name).length]),
  )
}

async function counters(query: string) {
  const { status, body } = await gateway.ask(`/api/v1/counters?${query}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return body
}

test.each([
  ['day', '2026-04-07T22:00:00.000Z', '2026-04-08T22:00:00.000Z'],
  ['week', '2026-04-05T22:00:00.000Z', '2026-04-08T22:00:00.000Z'],
  ['month', '2026-03-31T22:00:00.000Z', '2026-04-08T22:00:00.000Z'],
  ['all', null, null],
])('the window %s of the calendar in Berlin', async (window, since, until) => {
  const body = await counters(`window=${window}`)
  expect(body).toMatchObject({ window, since, until, counters: expected(since, until) })
})

test.each([
  // Both clock changes, months cut at both ends, a single day, minutes within a quarter, seconds.
  ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['2025-12-24T11:07:13Z', '2026-04-07T21:59:59Z'],
  ['2026-01-31T23:00:00Z', '2026-02-28T23:00:00Z'],
  ['2026-02-03T10:01:00Z', '2026-02-03T10:14:00Z'],
  ['2026-02-03T10:01:00Z', '2026-02-03T18:16:00Z'],
  ['2026-02-03T10:01:00Z', '2026-02-05T04:44:30Z'],
  ['1900-01-01T00:00:00Z', '2300-01-01T00:00:00Z'],
])('the window %s..%s is exact', async (since, until) => {
  expect((await counters(`window=${since}..${until}`)).counters).toEqual(expected(since, until))
})

test('repositories, in any case and by an old name', async () => {
  const body = await counters('window=all&repository=ACME/api&repository=acme/Old')
  expect(body.counters).toEqual(expected(null, null, [1, 2]))
  expect(body.unknown_repositories).toEqual([])
})

test('a known repository without facts has 0, an unknown one null', async () => {
  const quiet = await counters('window=all&repository=acme/quiet')
  expect(Object.values(quiet.counters as object)).toEqual(counterNames.map(() => 0))
  const unknown = await counters('window=all&repository=acme/never')
  expect(Object.values(unknown.counters as object)).toEqual(counterNames.map(() => null))
  expect(unknown.unknown_repositories).toEqual(['acme/never'])
})

test.each([
  ['', REPOSITORIES],
  ['&repository=acme/docs', [3]],
  ['&repository=acme/quiet', []],
  ['&repository=acme/never', []],
])('history begins with the oldest thing that is counted, commits aside: %s', async (query, repositories) => {
  const times = recent.filter(
    ({ counter, repository_id }) => counter !== 'commits' && repositories.includes(repository_id),
  )
  const oldest = Math.min(...times.map(({ at }) => at.getTime()))
  const quarter = new Date(Math.floor(oldest / 900_000) * 900_000)
  const expectedSince = times.length === 0 ? null : quarter.toISOString()
  expect(await counters(`window=day${query}`)).toMatchObject({ history_since: expectedSince })
})

test('a conflict counts once, when it was first seen', async () => {
  const seen = (at: string) => ({
    repository_id: 1,
    key: '7:abc',
    at: new Date(at),
    last_received_at: received,
  })
  await gateway.insert('counters', { counter_conflicts: [seen('2026-04-07T23:00:00Z')] })
  await gateway.insert('counters', { counter_conflicts: [seen('2026-03-02T23:00:00Z')] })
  expect((await counters('window=all')).counters).toMatchObject({ conflicts: 1 })
  expect((await counters('window=day')).counters).toMatchObject({ conflicts: 0 })
  const march = await counters('window=2026-03-02T00:00:00Z..2026-03-03T00:00:00Z')
  expect(march.counters).toMatchObject({ conflicts: 1 })
  const trend = await gateway.ask('/api/v1/counters/conflicts/trend?since=2026-03-01T00:00:00Z')
  const counted = (trend.body.data as { start: string; value: number }[]).filter(({ value }) => value !== 0)
  // In Berlin it was the next day already.
  expect(counted).toEqual([{ start: '2026-03-02T23:00:00.000Z', value: 1 }])
})

test.each([
  ['hour', '2026-03-28T20:30:00Z', '2026-03-30T00:00:00Z', 28],
  ['day', '2026-03-27T12:00:00Z', '2026-04-08T10:00:00Z', 13],
  ['week', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', 14],
])('a trend by the %s fills gaps and adds up', async (bucket, since, until, length) => {
  const { body } = await gateway.ask(
    `/api/v1/counters/commits/trend?bucket=${bucket}&since=${since}&until=${until}`,
  )
  const data = body.data as { start: string; value: number }[]
  expect(data).toHaveLength(length)
  const ends = [...data.slice(1).map(({ start }) => start), null]
  for (const [index, { start, value }] of data.entries()) {
    const end = ends[index] ?? new Date(Date.parse(start) + lengthOf(bucket)).toISOString()
    expect(value, start).toBe(expected(start, end).commits)
  }
})

function lengthOf(bucket: string): number {
  const hour = 3_600_000
  return bucket === 'hour' ? hour : bucket === 'day' ? 24 * hour : 7 * 24 * hour
}

test('without a range a trend has the last hours, days or weeks, the current one last', async () => {
  const lengths = { hour: 48, day: 30, week: 12 }
  const lastStarts = {
    hour: '2026-04-08T10:00:00.000Z',
    day: '2026-04-07T22:00:00.000Z',
    week: '2026-04-05T22:00:00.000Z',
  }
  for (const [bucket, length] of Object.entries(lengths)) {
    const { body } = await gateway.ask(`/api/v1/counters/pushes/trend?bucket=${bucket}`)
    const data = body.data as { start: string }[]
    expect(data).toHaveLength(length)
    expect(data.at(-1)?.start).toBe(Object.entries(lastStarts).find(([name]) => name === bucket)?.[1])
  }
})

test('a trend of an unknown repository knows nothing', async () => {
  const { body } = await gateway.ask('/api/v1/counters/pushes/trend?repository=acme/never')
  expect(new Set((body.data as { value: unknown }[]).map(({ value }) => value))).toEqual(new Set([null]))
})
