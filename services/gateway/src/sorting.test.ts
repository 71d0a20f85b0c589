import { expect, test } from 'vitest'
import { z } from 'zod'
import { encodeCursor } from './cursor.ts'
import { placeIn, sortingOf, sortRows } from './sorting.ts'

const orders = { stars: 'value', name: 'text' } as const
const key = z.tuple([z.int()])
const rows = [3, null, 1, 3, 2, null, 1].map((stars, id) => ({ id, stars }))
const by = { valueIn: (row: { stars: number | null }) => row.stars, idOf: (row: { id: number }) => row.id }

test('numbers begin with the greatest and texts with a, unless it is said', () => {
  expect(sortingOf(orders, { sort: 'stars' }, key)).toMatchObject({ column: 'stars', descending: true })
  expect(sortingOf(orders, { sort: 'name' }, key)).toMatchObject({ column: 'name', descending: false })
  expect(sortingOf(orders, { sort: 'name', direction: 'desc' }, key)).toMatchObject({ descending: true })
})

test.each([
  ['desc', [0, 3, 4, 2, 6, 1, 5]],
  ['asc', [2, 6, 4, 0, 3, 1, 5]],
] as const)('rows at hand, %s: the unknown last, and after each of them the rest', (direction, expected) => {
  const first = sortingOf(orders, { sort: 'stars', direction }, key)
  const sorted = sortRows(rows, first, by)
  expect(sorted.map(({ id }) => id)).toEqual(expected)
  for (const [index, row] of sorted.entries()) {
    const cursor = encodeCursor(placeIn(first, row.stars, [row.id]))
    const next = sortingOf(orders, { sort: 'stars', direction, cursor }, key)
    expect(sortRows(rows, next, by)).toEqual(sorted.slice(index + 1))
  }
})

test.each([
  ['another column', ['name', true, 3, [1]]],
  ['the other direction', ['stars', false, 3, [1]]],
  ['a text for a number', ['stars', true, 'three', [1]]],
  ['half a number', ['stars', true, 0.5, [1]]],
  ['no key', ['stars', true, 3, []]],
])('a cursor of %s is refused', (_, place) => {
  expect(() => sortingOf(orders, { sort: 'stars', cursor: encodeCursor(place) }, key)).toThrow(
    expect.objectContaining({ status: 400 }),
  )
})
