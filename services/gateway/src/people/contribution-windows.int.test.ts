import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from '../gateway.fixture.ts'
import { nameRow, personRows } from '../rows.fixture.ts'

const gateway = gatewayForTests({ timezone: 'Europe/Berlin' })

/** When grace committed; the third is of the first of March in Berlin, the last of another repository. */
const commits = [
  '2026-01-31T12:00:00Z',
  '2026-02-10T12:00:00Z',
  '2026-02-28T23:30:00Z',
  '2026-03-01T12:00:00Z',
  '2026-03-31T12:00:00Z',
  '2026-04-02T12:00:00Z',
  '2026-03-15T12:00:00Z',
]

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-01-01T00:00:00Z'),
    ],
  })
  for (const [index, at] of commits.entries()) {
    const repository_id = index === commits.length - 1 ? 2 : 1
    const its = {
      login: 'grace',
      kind: 'commit',
      at: new Date(at),
      key: `${index}`,
      repository_id,
      account_type: 'User',
    }
    await gateway.insert('people', personRows(its))
  }
})

/** Days in Berlin, from and to, of which the whole months are read from their rollup: all, none, or those between two edges. */
const windows: readonly (readonly [since: string, until: string, commits: number])[] = [
  ['2026-02-01T00:00:00%2B01:00', '2026-03-01T00:00:00%2B01:00', 1],
  ['2026-03-01T00:00:00%2B01:00', '2026-04-01T00:00:00%2B02:00', 4],
  ['2026-01-31T00:00:00%2B01:00', '2026-04-03T00:00:00%2B02:00', 7],
  ['2026-02-11T00:00:00%2B01:00', '2026-03-31T00:00:00%2B02:00', 3],
  ['2026-03-02T00:00:00%2B01:00', '2026-03-31T00:00:00%2B02:00', 1],
  ['2026-02-01T00:00:00%2B01:00', '2026-04-02T00:00:00%2B02:00', 5],
]

async function counted(query: string): Promise<number> {
  const { status, body } = await gateway.ask(`/api/v1/contributors?${query}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return (body.data as { commits: number }[]).reduce((sum, each) => sum + each.commits, 0)
}

test.each(windows)('from %s to %s: months and days together', async (since, until, expected) => {
  const range = `since=${since}&until=${until}`
  expect(await counted(range)).toBe(expected)
  expect(await counted(`${range}&group_by=day`)).toBe(expected)
})

test('without a beginning, an end, or both', async () => {
  expect(await counted('')).toBe(7)
  expect(await counted('since=2026-02-28T12:00:00Z')).toBe(5)
  expect(await counted('until=2026-03-01T12:00:00Z')).toBe(4)
})
