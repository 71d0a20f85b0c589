import { expect, test } from 'vitest'
import { inTurns } from './in-turns.ts'

test('five are worked on at a time, in their order', async () => {
  const begun: number[] = []
  const waiting: (() => void)[] = []
  const items = Array.from({ length: 12 }, (_, index) => index)
  const done = inTurns(items, 5, async (item) => {
    begun.push(item)
    await new Promise<void>((resolve) => waiting.push(resolve))
  })
  expect(begun).toEqual([0, 1, 2, 3, 4])
  for (const count of [6, 7, 8, 9, 10, 11, 12]) {
    waiting.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
    expect(begun).toHaveLength(count)
  }
  for (const resolve of waiting) resolve()
  await done
  expect(begun).toEqual(items)
})
