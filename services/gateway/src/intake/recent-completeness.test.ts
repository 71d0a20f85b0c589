import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchedCompleteness } from './recent-completeness.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test.each([
  ['what was missing is looked for again after seconds', 0.9, 1],
  ['what is whole is taken as such for a minute', 1, 1],
  ['what is unknown too', null, null],
])('%s', async (_, first, later) => {
  let known: number | null = first
  let reads = 0
  const read = watchedCompleteness(async () => {
    reads += 1
    return known
  })
  expect(await read()).toBe(first)
  known = 1
  vi.advanceTimersByTime(5_000)
  expect(await read()).toBe(later)
  expect(reads > 1).toBe(first === 0.9)
})
