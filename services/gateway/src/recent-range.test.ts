import { expect, test } from 'vitest'
import { recentRange } from './recent-range.ts'

const now = new Date('2026-03-31T12:00:00Z')
const range = (since?: string, until?: string) => {
  const { since: from, until: to } = recentRange({ since, until }, now)
  return [from.toISOString(), to.toISOString()]
}

test('without ends: the last 30 days; without a beginning: the 30 days before its end', () => {
  expect(range()).toEqual(['2026-03-01T12:00:00.000Z', '2026-03-31T12:00:00.000Z'])
  expect(range(undefined, '2026-01-31T00:00:00+01:00')).toEqual([
    '2025-12-31T23:00:00.000Z',
    '2026-01-30T23:00:00.000Z',
  ])
  expect(range('2026-03-30T00:00:00Z')).toEqual(['2026-03-30T00:00:00.000Z', '2026-03-31T12:00:00.000Z'])
})

test.each([
  ['2026-04-01T00:00:00Z', undefined, 'since must be in the past.'],
  ['2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z', 'until must be later than since.'],
  ['2001-01-01T00:00:00Z', undefined, 'since must be at most ten years before until.'],
])('from %s to %s is refused', (since, until, detail) => {
  expect(() => range(since, until)).toThrow(detail)
})
