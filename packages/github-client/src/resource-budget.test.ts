import { expect, test } from 'vitest'
import { ResourceBudget, rateReadingOf } from './resource-budget.ts'

const RESET = 10_000_000
const reading = (remaining: number, resetAt = RESET) => ({ limit: 5_000, remaining, resetAt })

test('within a window the lowest reading holds, in whatever order answers come', () => {
  const budget = new ResourceBudget()
  for (const [remaining, resetAt] of [
    [4_000, RESET],
    [3_990, RESET + 1_000],
    [3_995, RESET],
  ] as const) {
    budget.observe(reading(remaining, resetAt), 0)
  }
  expect(budget.reading(0)).toEqual(reading(3_990, RESET + 1_000))
})

test('a later window replaces an earlier one, and an answer of the earlier one comes too late', () => {
  const budget = new ResourceBudget()
  budget.observe(reading(0), 0)
  expect(budget.opensAt(0)).toBe(RESET + 1_000)
  budget.observe(reading(4_999, RESET + 3_600_000), RESET)
  budget.observe(reading(0), RESET)
  expect(budget.reading(RESET)).toEqual(reading(4_999, RESET + 3_600_000))
  expect(budget.opensAt(RESET)).toBe(RESET)
})

test('of a window that has ended nothing is known', () => {
  const budget = new ResourceBudget()
  budget.observe(reading(0), 0)
  expect(budget.reading(RESET + 1_000)).toBeNull()
  expect(budget.opensAt(RESET + 1_000)).toBe(RESET + 1_000)
  expect(budget.exhaustsAt(RESET + 1_000)).toBeNull()
})

test('the forecast goes by the last ten minutes, and is none when the reset comes first', () => {
  const budget = new ResourceBudget()
  const minute = 60_000
  budget.observe(reading(5_000), 0)
  budget.observe(reading(1_000), minute)
  // 4,000 a minute, 1,000 left.
  expect(budget.exhaustsAt(minute)).toBe(minute + 15_000)
  budget.observe(reading(999), 20 * minute)
  expect(budget.exhaustsAt(20 * minute)).toBeNull()
  budget.observe(reading(998), 21 * minute)
  // 998 minutes more would pass the reset.
  expect(budget.exhaustsAt(21 * minute)).toBeNull()
  budget.observe(reading(0), 22 * minute)
  expect(budget.exhaustsAt(22 * minute)).toBe(22 * minute)
})

test('headers that are missing or no numbers tell nothing', () => {
  expect(rateReadingOf(new Headers())).toBeNull()
  const odd = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': '1' }
  expect(rateReadingOf(new Headers(odd))).toBeNull()
})
