import type { CheckPlace } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { comparePlaces, keyOf, placeOfCursor } from './check-place.ts'
import { newestFirst } from './newest-first.ts'

const places = Array.from({ length: 20_000 }, (_, index): CheckPlace => {
  return {
    at: new Date(1_767_600_000_000 + Math.floor(index / 3) * 1000),
    id: index,
    repository_id: 1,
    part: 0,
  }
}).sort(comparePlaces)
// Everything comes twice, as before a merge.
const rows = places.flatMap((place) => [place, place])

async function walk(limit: number, fits: (place: CheckPlace) => boolean, now = new Date(1_767_700_000_000)) {
  const found: number[] = []
  let cursor: string | undefined
  let pages = 0
  do {
    const { data, page } = await newestFirst({
      after: placeOfCursor(cursor),
      limit,
      range: { since: null, until: null },
      recentFirst: true,
      now,
      candidates: async (after, size, since) =>
        rows
          .filter(
            (row) => (after === null || comparePlaces(row, after) > 0) && (since === null || row.at >= since),
          )
          .slice(0, size),
      entries: async (asked) => new Map(asked.filter(fits).map((place) => [keyOf(place), place.id])),
    })
    expect(data.length).toBeLessThanOrEqual(limit)
    found.push(...data)
    cursor = page.next_cursor ?? undefined
    pages += 1
  } while (cursor !== undefined)
  return { found, pages }
}

test.each([
  ['all', () => true, 1000],
  ['all, one more than a page', () => true, 4999],
  ['every third', ({ id }: CheckPlace) => id % 3 === 0, 100],
  ['a few of the oldest', ({ id }: CheckPlace) => id < 5, 100],
  ['none', () => false, 100],
] as const)('pages of %s are complete, in order, each thing once', async (_what, fits, limit) => {
  const { found } = await walk(limit, fits)
  expect(found).toEqual(places.filter(fits).map(({ id }) => id))
})

test('what is older than a week is found as well', async () => {
  const { found } = await walk(1000, () => true, new Date(1_790_000_000_000))
  expect(found).toHaveLength(places.length)
})

test('a page that looked long enough is short, and the next one goes on', async () => {
  const { found, pages } = await walk(1, ({ id }) => id === 0)
  expect(found).toEqual([0])
  expect(pages).toBeGreaterThan(2)
})
