import { expect, test } from 'vitest'
import { forecastOf, type Pace, pointsOf } from './forecast.ts'

const now = new Date('2026-03-04T10:20:00Z')
const at = (time: string) => `2026-03-04T${time}Z`
const pace: Pace = {
  ...{ token: 'a', resource: 'core', first_at: at('10:10:00'), first_left: 1000, least_left: 600 },
  ...{ reset_at: at('11:00:00'), points: 40 },
}

test.each<[string, Partial<Pace>, number | null, string | null]>([
  // 400 in ten minutes are 40 a minute; 600 last 15 minutes.
  ['it ends before the reset', {}, 40, '2026-03-04T10:35:00.000Z'],
  ['it lasts until the reset', { reset_at: at('10:35:00') }, 40, null],
  ['one call has told, just now', { first_at: at('10:20:00'), first_left: 600 }, 0, null],
  // 30 in two and a half minutes are 12 a minute; 60 last 5 minutes.
  [
    'a shorter stretch',
    { first_at: at('10:17:30'), first_left: 90, least_left: 60 },
    12,
    '2026-03-04T10:25:00.000Z',
  ],
  ['nothing is left', { least_left: 0 }, 100, '2026-03-04T10:20:00.000Z'],
  ['nothing is spent', { first_left: 600 }, 0, null],
  ['the reset has passed', { reset_at: at('10:20:00') }, null, null],
  ['no reset is known', { reset_at: null }, null, null],
  ['none told', { first_at: null, first_left: null, least_left: null }, null, null],
])('%s', (_, changes, spent_per_minute, exhausted_at) => {
  expect(forecastOf({ ...pace, ...changes }, now)).toEqual({ spent_per_minute, exhausted_at })
})

test('of what did nothing lately nothing is known', () => {
  expect(forecastOf(undefined, now)).toEqual({ spent_per_minute: null, exhausted_at: null })
})

test('resources of REST share their points, graphql and search have their own', () => {
  const paces = [
    pace,
    { ...pace, resource: 'code_search', points: 2 },
    { ...pace, resource: 'graphql', points: 7 },
    { ...pace, resource: 'search', points: 29 },
    { ...pace, token: 'b', points: 500 },
  ]
  const points = (resource: string) => Object.values(pointsOf(paces, 'a', resource))
  expect(['core', 'code_search', 'graphql', 'search'].map(points)).toEqual([
    [42, 900],
    [42, 900],
    [7, 2000],
    [29, 30],
  ])
  expect(pointsOf([], 'a', 'core')).toEqual({ points_last_minute: 0, most_points_a_minute: 900 })
})
