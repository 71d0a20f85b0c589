import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
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
      deliveryRow('b', '2026-03-03T08:30:00Z', { sender: 'mona' }),
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
  expect(deliveries?.total).toBe(2)
  expect(reviews && cells(reviews)).toEqual([[0, 21, 2]])
  const [sent, given, pushed] = await heats('kind=deliveries&kind=reviews&kind=pushes&author=MONA')
  expect(sent && cells(sent)).toEqual([[1, 9, 1]])
  expect(given?.total).toBe(2)
  expect(pushed).toEqual({ kind: 'pushes', total: null, reason: 'has_no_author', hours: null })
  const [, none] = await heats('kind=deliveries&kind=reviews&author=ada')
  expect(none).toMatchObject({ total: 0, reason: null })
})

test('without some people: what they did and sent is left out, and what has no author is not known', async () => {
  const kinds = 'kind=deliveries&kind=reviews&kind=pushes'
  const [sent, given, pushed] = await heats(`${kinds}&exclude_user=MONA`)
  expect(sent && cells(sent)).toEqual([[0, 9, 1]])
  expect(given).toMatchObject({ total: 0, reason: null })
  expect(pushed).toMatchObject({ total: null, reason: 'has_no_author' })
  const [all, reviews] = await heats(`${kinds}&exclude_user=somebody`)
  expect([all?.total, reviews?.total]).toEqual([2, 2])
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
