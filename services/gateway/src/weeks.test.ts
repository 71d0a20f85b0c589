import { expect, test } from 'vitest'
import { weeksOf } from './weeks.ts'

const period = (since: string, until: string) => ({ since: new Date(since), until: new Date(until) })

test('weeks begin on Monday; those at the edges count by their days within the period', () => {
  expect(weeksOf(period('2026-03-04T12:00:00Z', '2026-03-17T00:00:00Z'), 'UTC')).toEqual([
    { week: '2026-03-02', days: 4.5 },
    { week: '2026-03-09', days: 7 },
    { week: '2026-03-16', days: 1 },
  ])
})

test('a week in which the clocks go forward is an hour shorter', () => {
  const [week] = weeksOf(period('2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z'), 'Europe/Berlin')
  expect(week).toEqual({ week: '2026-03-23', days: 7 - 1 / 24 })
})
