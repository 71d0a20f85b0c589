import { expect, test } from 'vitest'
import { freshnessOf, progressOf } from './progress.ts'

const none = { todo: 0, doing: 0, done: 0, blocked: 0 }

// percentage = 100 × (done + doing) ÷ all; green from 70 without a blocked one, yellow from 30 with one at most.
test.each([
  [none, 0, 'red'],
  [{ ...none, done: 1 }, 100, 'green'],
  [{ ...none, todo: 3, doing: 2, done: 5 }, 70, 'green'],
  [{ ...none, todo: 2, done: 7, blocked: 1 }, 70, 'yellow'],
  [{ ...none, done: 7, blocked: 2 }, 77.78, 'red'],
  [{ ...none, todo: 7, done: 3 }, 30, 'yellow'],
  [{ ...none, todo: 2, done: 1 }, 33.33, 'yellow'],
  [{ ...none, todo: 8, doing: 3 }, 27.27, 'red'],
])('%j is at %d and %s', (counts, percentage_complete, status) => {
  expect(progressOf(counts)).toMatchObject({ percentage_complete, status })
})

test.each([
  ['2026-03-13T00:00:00Z', 'healthy'],
  ['2026-03-12T23:59:59Z', 'warning'],
  ['2026-02-18T00:00:00Z', 'warning'],
  ['2026-02-17T23:59:59Z', 'stale'],
])('updated at %s it is %s on the 20th of March', (lastUpdated, status) => {
  expect(freshnessOf(lastUpdated, new Date('2026-03-20T00:00:00Z'))).toBe(status)
})
