import { expect, test } from 'vitest'
import { formatRate } from './dora-metrics.ts'

test.each([
  [null, '–'],
  [0, '0/month'],
  [2 / 30, '2/month'],
  [1 / 7, '1/week'],
  [0.5, '3.5/week'],
  [1, '1/day'],
  [12.34, '12.3/day'],
])('%s a day reads %s', (perDay, text) => {
  expect(formatRate(perDay)).toBe(text)
})
