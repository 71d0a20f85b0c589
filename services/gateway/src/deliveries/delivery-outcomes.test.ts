import { expect, test } from 'vitest'
import { statusOf } from './delivery-outcomes.ts'

test.each([
  [['projected', 'ignored', 'unhandled'], 'success'],
  [['projected', 'rejected', 'unhandled'], 'partial'],
  [['rejected', 'rejected', 'unhandled'], 'error'],
  [['rejected', 'pending'], null],
  [['projected', 'pending'], null],
  [['unhandled'], null],
  [['projected', 'unknown'], null],
  [[], null],
] as const)('a delivery that ended %j is %s', (outcomes, status) => {
  expect(statusOf(outcomes.map((outcome) => ({ outcome })))).toBe(status)
})
