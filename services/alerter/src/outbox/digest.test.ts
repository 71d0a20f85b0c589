import { alertOf } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { emptyState, type SubjectState } from '../alerts/subject-state.ts'
import { digestDate, digestText } from './digest.ts'
import { waitAfter } from './retry-schedule.ts'

const now = new Date('2026-01-05T12:00:00Z')

function stateWith(...alerts: readonly Parameters<typeof alertOf>[0][]): SubjectState {
  const booked = alerts.map((more) => ({ alert: alertOf(more), origin: '', told: [], acknowledged: null }))
  return { ...emptyState('conflict', 'x', null), booked }
}

test('a digest is due for an hour from its time on, by the calendar of its time zone', () => {
  const at = { hour: 9, minute: 0 }
  const date = (timezone: string, time: string) => digestDate({ at, timezone }, new Date(time))
  expect(date('UTC', '2026-01-05T08:59:59Z')).toBeNull()
  expect(date('UTC', '2026-01-05T09:00:00Z')).toBe('2026-01-05')
  expect(date('UTC', '2026-01-05T09:59:59Z')).toBe('2026-01-05')
  expect(date('UTC', '2026-01-05T10:00:00Z')).toBeNull()
  expect(date('Asia/Tokyo', '2026-01-05T00:00:00Z')).toBe('2026-01-05')
  expect(date('America/New_York', '2026-01-05T13:59:00Z')).toBeNull()
})

test('it says what is open, the worst first, and how much has ended', () => {
  const ended = (resolved_at: string) => ({ state: 'resolved' as const, resolved_at })
  const text = digestText(
    [
      stateWith({ severity: 'low', title: 'small' }, ended('2026-01-05T01:00:00Z')),
      stateWith({ severity: 'critical', title: 'big', state: 'acknowledged' }, { state: 'superseded' }),
      stateWith(ended('2026-01-04T01:00:00Z')),
    ],
    now,
  )
  expect(text?.split('\n')).toEqual([
    '2 open, 1 resolved within a day.',
    '[critical] big (since 2026-01-05, acknowledged)',
    '[low] small (since 2026-01-05)',
  ])
})

test('of very many it names the worst; of nothing it says nothing', () => {
  const many = Array.from({ length: 40 }, () => ({}))
  expect(
    digestText([stateWith(...many)], now)
      ?.split('\n')
      .at(-1),
  ).toBe('and 10 more')
  expect(digestText([stateWith({ state: 'superseded' })], now)).toBeNull()
})

// 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h after the first seven of eight attempts.
test('an attempt that failed is repeated for 27.6 hours', () => {
  const seconds = Array.from({ length: 8 }, (_, index) => waitAfter(index + 1)).map((ms) => ms && ms / 1000)
  expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000, null])
})
