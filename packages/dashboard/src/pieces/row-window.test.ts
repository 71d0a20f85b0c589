import { expect, test } from 'vitest'
import { ROW_PX, windowAt } from './row-window.ts'

const HEIGHT = 704

test('what is seen always exists, wherever the list is scrolled to', () => {
  for (let top = 0; top < 40_000 * ROW_PX; top += 997) {
    const { from, to } = windowAt(top, HEIGHT)
    expect(from).toBeLessThanOrEqual(Math.floor(top / ROW_PX))
    expect(to).toBeGreaterThanOrEqual(Math.ceil((top + HEIGHT) / ROW_PX))
    expect(to - from).toBeLessThan(60)
  }
})

test('scrolling by less than a step draws nothing anew', () => {
  expect(windowAt(6 * ROW_PX, HEIGHT)).toEqual(windowAt(12 * ROW_PX - 1, HEIGHT))
  expect(windowAt(12 * ROW_PX, HEIGHT)).not.toEqual(windowAt(6 * ROW_PX, HEIGHT))
})
