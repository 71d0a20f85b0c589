import { expect, test } from 'vitest'
import { activity, day, hour, nextWorkingTime, workCurve } from './calendar.ts'
import { createRandom } from './random.ts'
import { offsetMinutes } from './zone.ts'

const monday = Date.UTC(2024, 2, 4)

test('people work in office hours of their own zone, little at night and at weekends', () => {
  expect(activity('UTC', monday + 10 * hour)).toBe(1)
  expect(activity('America/New_York', monday + 10 * hour)).toBeLessThan(0.05)
  expect(activity('UTC', monday + 2 * hour)).toBeLessThan(0.05)
  expect(activity('UTC', monday + 5 * day + 10 * hour)).toBeLessThan(0.05)
  expect(activity('UTC', Date.UTC(2024, 11, 25, 10))).toBeLessThan(0.3)
})

test('the next working time lies in the future, and mostly in office hours', () => {
  const random = createRandom(1)
  const hours = Array.from({ length: 400 }, (_, index) => {
    const from = monday + index * 1.7 * hour
    const at = nextWorkingTime(random, 'Asia/Kolkata', from)
    expect(at).toBeGreaterThanOrEqual(from)
    expect(at % 1000).toBe(0)
    return new Date(at + offsetMinutes('Asia/Kolkata', at) * 60_000).getUTCHours()
  })
  const atWork = hours.filter((local) => local >= 9 && local < 18).length
  expect(atWork / hours.length).toBeGreaterThan(0.7)
})

test('the curve of work rises from 0 to 1 and rests at weekends', () => {
  const curve = workCurve(['UTC'], monday, monday + 7 * day)
  expect(curve(monday)).toBe(0)
  expect(curve(monday + 7 * day)).toBe(1)
  expect(curve(monday + 5 * day)).toBeGreaterThan(0.93)
  for (let at = monday; at < monday + 7 * day; at += hour)
    expect(curve(at + hour)).toBeGreaterThanOrEqual(curve(at))
})
