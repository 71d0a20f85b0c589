import { expect, test } from 'vitest'
import { unknownBefore } from './use-history.ts'

const JANUARY = '2026-01-01T00:00:00.000Z'

test('a period before is compared with only where all of it is known', () => {
  expect(unknownBefore(JANUARY, JANUARY)).toBeUndefined()
  expect(unknownBefore('2026-01-02T00:00:00.000Z', JANUARY)).toBeUndefined()
  expect(unknownBefore('2025-12-31T23:45:00.000Z', JANUARY)).toContain('history begins at')
  expect(unknownBefore(JANUARY, null)).toBe('Nothing is known of the period before')
})

test('while it is not known when history begins nothing is said', () => {
  expect(unknownBefore(JANUARY, undefined)).toBeUndefined()
})
