import { expect, test } from 'vitest'
import { reviewType } from './metrics-cross-team.ts'
import { bottlenecksOf, extremesOf, meanOfTenths, percentage, ratePer, trendOf } from './metrics-formulas.ts'

test.each([
  [0, 0, 0],
  [5, 0, 100],
  [30, 40, -25],
  [2, 3, -33.3],
  [null, 3, null],
  [3, null, null],
])('from %j to %j is %j percent', (now, before, trend) => {
  expect(trendOf(now, before)).toBe(trend)
})

test('the mean of tenths is exact, whatever their order', () => {
  // 169.4 / 4 = 42.35, of which floating point makes 42.3499….
  expect(meanOfTenths([81, 12.2, 72, 4.2])).toBe(42.4)
  expect(meanOfTenths([4.2, 72, 12.2, 81])).toBe(42.4)
  expect(meanOfTenths([])).toBeNull()
})

test('a percentage of nothing is unknown', () => {
  expect([percentage(1, 3), percentage(0, 0)]).toEqual([33.33, null])
})

test('a rate is over one unit at least', () => {
  expect([ratePer(7, 0.5), ratePer(7, 3)]).toEqual([7, 2.33])
})

test('the fastest and slowest have enough reviews, or the most that anybody has', () => {
  const reviewers = [
    { user: 'ada', avg: 3, reviews: 5 },
    { user: 'bob', avg: 1, reviews: 2 },
    { user: 'eve', avg: 9, reviews: 6 },
  ]
  const told = (user: string, avg_hours: number, total_reviews: number) => ({
    user,
    avg_hours,
    total_reviews,
  })
  expect(extremesOf(reviewers, 5)).toEqual({
    fastest_reviewer: told('ada', 3, 5),
    slowest_reviewer: told('eve', 9, 6),
  })
  const low = { ...told('eve', 9, 6), low_sample_size: true }
  expect(extremesOf(reviewers, 7)).toEqual({ fastest_reviewer: low, slowest_reviewer: low })
  expect(extremesOf([], 1)).toEqual({ fastest_reviewer: null, slowest_reviewer: null })
})

test('more than a day is a warning, more than two are critical and come first', () => {
  const approvers = [
    { user: 'ada', avg: 24 },
    { user: 'bob', avg: 48 },
    { user: 'eve', avg: 48.1 },
  ]
  expect(bottlenecksOf(approvers, 3).map(({ approver, severity }) => [approver, severity])).toEqual([
    ['eve', 'critical'],
    ['bob', 'warning'],
  ])
})

test.each([
  ['please /approve', 'commented', 'approved'],
  ['/lgtm', 'commented', 'lgtm'],
  ['', 'approved', 'lgtm'],
  ['', 'changes_requested', 'changes_requested'],
])('a review that says %j and is %s is %s', (body, state, type) => {
  expect(reviewType(body, state)).toBe(type)
})
