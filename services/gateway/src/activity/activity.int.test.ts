import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { deliveryRow, factRow, nameRow, personRows } from '../rows.fixture.ts'

/** 2026-03-29 is a Sunday: at 02:00 the clocks of Berlin jump to 03:00. */
const gateway = gatewayForTests({ timezone: 'Europe/Berlin', now: new Date('2026-04-01T00:00:00Z') })

const pushes: readonly (readonly [repository: number, at: string])[] = [
  // Monday the 2nd, 09:00 and 09:59 in Berlin, and a week later.
  [1, '2026-03-02T08:00:00Z'],
  [1, '2026-03-02T08:59:59Z'],
  [1, '2026-03-09T08:30:00Z'],
  // Sunday the 1st, 23:30 UTC: Monday 00:30.
  [2, '2026-03-01T23:30:00Z'],
  // Before and after the jump: 01:30 and 03:30.
  [1, '2026-03-29T00:30:00Z'],
  [1, '2026-03-29T01:30:00Z'],
]

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('a', '2026-03-02T08:00:00Z'),
      deliveryRow('a', '2026-03-02T08:30:00Z'),
      deliveryRow('a', '2026-03-05T10:00:00Z'),
      deliveryRow('b', '2026-03-03T08:30:00Z', { sender: 'mona' }),
      deliveryRow('c', '2026-03-30T21:17:00Z', { repository_id: 2, repository: 'acme/web' }),
    ],
    repository_names: [
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-03-01T00:00:00Z'),
    ],
  })
  await gateway.insert('counters', {
    counter_facts: pushes.map(([repository, at], index) =>
      factRow('pushes', repository, new Date(at), `p${index}`),
    ),
  })
  for (const key of ['1', '1', '2']) {
    const at = new Date('2026-03-02T20:00:00Z')
    await gateway.insert('people', personRows({ repository_id: 1, login: 'Mona', kind: 'review', at, key }))
  }
})

interface Heat {
  readonly kind: string
  readonly total: number | null
  readonly reason: string | null
  readonly hours: readonly (readonly number[])[] | null
}

const RANGE = 'since=2026-03-01T00:00:00Z&until=2026-04-01T00:00:00Z'

async function heats(query: string, as?: string): Promise<readonly Heat[]> {
  const { status, body } = await gateway.ask(`/api/v1/activity?${RANGE}&${query}`, as ? { as } : {})
  expect({ status, body }).toMatchObject({ status: 200 })
  return body.data as Heat[]
}

/** Where something happened: day from Monday, hour, how often. */
const cells = ({ hours }: Heat) =>
  (hours ?? []).flatMap((day, weekday) =>
    day.flatMap((value, hour) => (value === 0 ? [] : [[weekday, hour, value]])),
  )

test('pushes by hour of the week in Berlin, gaps 0', async () => {
  const [heat] = await heats('kind=pushes')
  expect(heat).toMatchObject({ kind: 'pushes', total: 6, reason: null })
  expect(heat?.hours?.map((day) => day.length)).toEqual([24, 24, 24, 24, 24, 24, 24])
  expect(heat && cells(heat)).toEqual([
    [0, 0, 1],
    [0, 9, 3],
    [6, 1, 1],
    [6, 3, 1],
  ])
})

test('of a repository, of a range, and of what a token may see', async () => {
  const [web] = await heats('kind=pushes&repository=ACME/web')
  expect(web && cells(web)).toEqual([[0, 0, 1]])
  const [mine] = await heats('kind=pushes', await tokenFor(['acme/web']))
  expect(mine?.total).toBe(1)
  const { body } = await gateway.ask(
    '/api/v1/activity?kind=pushes&since=2026-03-02T08:00:00Z&until=2026-03-09T08:30:00Z',
  )
  expect(body).toMatchObject({ data: [{ total: 2 }], timezone: 'Europe/Berlin' })
})

test('deliveries count once, reviews too, and both by author', async () => {
  const [deliveries, reviews] = await heats('kind=deliveries&kind=reviews')
  expect(deliveries && cells(deliveries)).toEqual([
    [0, 9, 1],
    [0, 23, 1],
    [1, 9, 1],
  ])
  expect(reviews && cells(reviews)).toEqual([[0, 21, 2]])
  const [sent, given, pushed] = await heats('kind=deliveries&kind=reviews&kind=pushes&author=MONA')
  expect(sent && cells(sent)).toEqual([[1, 9, 1]])
  expect(given?.total).toBe(2)
  expect(pushed).toEqual({ kind: 'pushes', total: null, reason: 'has_no_author', hours: null })
  const [, none] = await heats('kind=deliveries&kind=reviews&author=ada')
  expect(none).toMatchObject({ total: 0, reason: null })
})

// `a` came at 08:00, and again at 08:30 and three days later: in no range that begins after 08:00 it counts.
test.each<[string, string, readonly (readonly number[])[]]>([
  ['from within an hour', 'since=2026-03-02T08:10:00Z&until=2026-03-04T00:00:00Z', [[1, 9, 1]]],
  [
    'up to within an hour',
    'since=2026-03-01T23:00:00Z&until=2026-03-03T08:30:00.001Z',
    [
      [0, 9, 1],
      [1, 9, 1],
    ],
  ],
  ['within one hour', 'since=2026-03-02T08:20:00Z&until=2026-03-02T08:40:00Z', []],
  ['that holds only what came again', 'since=2026-03-05T00:00:00Z&until=2026-03-06T00:00:00Z', []],
  [
    'of a repository',
    'since=2026-03-02T00:00:00Z&until=2026-03-06T00:00:00Z&repository=acme/api',
    [
      [0, 9, 1],
      [1, 9, 1],
    ],
  ],
  ['of who sent it', 'since=2026-03-02T08:10:00Z&until=2026-03-06T00:00:00Z&author=octocat', []],
])('a delivery counts where it was first received: in a range %s', async (_, range, expected) => {
  const { body } = await gateway.ask(`/api/v1/activity?kind=deliveries&${range}`)
  const [heat] = body.data as Heat[]
  expect(heat && cells(heat)).toEqual(expected)
})

// 08:00 and 08:30 of UTC are 13:30 and 14:00 in Kolkata, 13:45 and 14:15 in Kathmandu; 21:17 is 02:47 and 03:02 of the next day.
test.each([
  [
    'Asia/Kolkata',
    [
      [0, 13, 1],
      [1, 2, 1],
      [1, 14, 1],
    ],
  ],
  [
    'Asia/Kathmandu',
    [
      [0, 13, 1],
      [1, 3, 1],
      [1, 14, 1],
    ],
  ],
])('hours of %s begin within those of UTC', async (OCTO_TIMEZONE, expected) => {
  await using there = await gateway.serveWith({ OCTO_TIMEZONE })
  const answer = await fetch(`${there.url}/api/v1/activity?kind=deliveries&${RANGE}`, {
    headers: { 'x-api-key': keys.viewer },
  })
  const { data } = (await answer.json()) as { data: Heat[] }
  expect(data[0] && cells(data[0])).toEqual(expected)
})

test('without some people: what they did and sent is left out, and what has no author is not known', async () => {
  const kinds = 'kind=deliveries&kind=reviews&kind=pushes'
  const [sent, given, pushed] = await heats(`${kinds}&exclude_user=MONA`)
  expect(sent && cells(sent)).toEqual([
    [0, 9, 1],
    [0, 23, 1],
  ])
  expect(given).toMatchObject({ total: 0, reason: null })
  expect(pushed).toMatchObject({ total: null, reason: 'has_no_author' })
  const [all, reviews] = await heats(`${kinds}&exclude_user=somebody`)
  expect([all?.total, reviews?.total]).toEqual([3, 2])
})

test('of a repository that nobody knows nothing is known', async () => {
  const known = await heats('repository=acme/nowhere')
  expect(known).toHaveLength(12)
  expect(new Set(known.map(({ total, reason }) => `${total} ${reason}`))).toEqual(
    new Set(['null unknown_repositories']),
  )
})

test.each([
  ['kind=sleep', 'kind'],
  ['until=2026-01-01T00:00:00Z&since=2026-01-02T00:00:00Z', 'until'],
  ['explain=yes', 'explain'],
])('%s is refused by name', async (query, parameter) => {
  expect(await gateway.ask(`/api/v1/activity?${query}`)).toMatchObject({ status: 400, body: { parameter } })
})
