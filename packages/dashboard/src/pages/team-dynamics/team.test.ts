import { expect, test } from 'vitest'
import { leastOf, sortedBy } from './team.ts'

test.each([
  ['', 5],
  ['7', 7],
  ['0', 5],
  ['101', 5],
  ['2.5', 5],
  ['many', 5],
])('of the address’s %j reviews %i are asked for', (text, least) => {
  expect(leastOf(text)).toBe(least)
})

test('the greatest or the least come first, and what is unknown comes last', () => {
  const rows = [2, null, 3, 1]
  expect(sortedBy(rows, (row) => row)).toEqual([3, 2, 1, null])
  expect(sortedBy(rows, (row) => row, true)).toEqual([1, 2, 3, null])
})
