import { expect, test } from 'vitest'
import { readWindow } from './counter-window.ts'

const windowAt = (window: string, now: string, timezone: string) => {
  const { since, until } = readWindow(window, new Date(now), timezone)
  return [since?.toISOString() ?? null, until?.toISOString() ?? null]
}

test.each([
  // The day on which clocks go forward has 23 hours, the one on which they go back 25.
  ['day', '2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['day', '2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  // A week that holds the change, and one that begins in last year's December.
  ['week', '2026-03-29T21:59:59Z', 'Europe/Berlin', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['week', '2026-03-29T22:00:00Z', 'Europe/Berlin', '2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z'],
  ['week', '2026-01-01T00:00:00Z', 'UTC', '2025-12-29T00:00:00.000Z', '2026-01-02T00:00:00.000Z'],
  // It is another day, week and month than in UTC.
  [
    'month',
    '2026-05-01T03:00:00Z',
    'America/New_York',
    '2026-04-01T04:00:00.000Z',
    '2026-05-01T04:00:00.000Z',
  ],
  ['month', '2026-04-30T20:00:00Z', 'Asia/Kolkata', '2026-04-30T18:30:00.000Z', '2026-05-01T18:30:00.000Z'],
])('the current %s at %s in %s', (window, now, timezone, since, until) => {
  expect(windowAt(window, now, timezone)).toEqual([since, until])
})

test('all time has no bounds', () => {
  expect(windowAt('all', '2026-03-29T12:00:00Z', 'UTC')).toEqual([null, null])
})

test('two times, with any offset', () => {
  expect(windowAt('2026-01-01T00:00:00+02:00..2026-01-02T00:00:00Z', '2026-03-29T12:00:00Z', 'UTC')).toEqual([
    '2025-12-31T22:00:00.000Z',
    '2026-01-02T00:00:00.000Z',
  ])
})

test.each(['2026-01-01..2026-01-02', 'x..y', '2026-01-02T00:00:00Z..2026-01-01T00:00:00Z'])(
  '%s is refused by name',
  (window) => {
    expect(() => windowAt(window, '2026-03-29T12:00:00Z', 'UTC')).toThrow(/^window must/)
  },
)
