import { expect, test } from 'vitest'
import { gini } from './gini.ts'

test.each<[string, number[], number | null]>([
  // Ascending 0, 0, 0, 10: 2·(4·10) / (4·10) − 5/4 = 2 − 1.25.
  ['one has all', [0, 10, 0, 0], 0.75],
  // 2·(1·5 + 2·5 + 3·5) / (3·15) − 4/3 = 60/45 − 4/3.
  ['all alike', [5, 5, 5], 0],
  // 2·(1·1 + 2·3) / (2·4) − 3/2 = 14/8 − 1.5.
  ['one to three', [3, 1], 0.25],
  ['one alone', [7], 0],
  ['nobody', [], null],
  ['nothing', [0, 0], null],
])('%s', (_what, values, expected) => {
  expect(gini(values)).toBe(expected)
})
