import { expect, test } from 'vitest'
import { isoSeconds, isoWithOffset, nextUnit, offsetMinutes, startOfUnit } from './zone.ts'

const at = (text: string) => Date.parse(text)

test.each([
  ['UTC', '2024-07-01T12:00:00Z', 0],
  ['Europe/Berlin', '2024-01-15T12:00:00Z', 60],
  ['Europe/Berlin', '2024-03-31T00:59:59Z', 60],
  ['Europe/Berlin', '2024-03-31T01:00:00Z', 120],
  ['America/New_York', '2024-07-01T12:00:00Z', -240],
  ['Asia/Kolkata', '2024-07-01T12:00:00Z', 330],
])('the offset of %s at %s is %i minutes', (zone, instant, minutes) => {
  expect(offsetMinutes(zone, at(instant))).toBe(minutes)
})

test.each([
  ['day', 'Europe/Berlin', '2024-03-31T10:00:00Z', '2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z'],
  ['day', 'Europe/Berlin', '2024-10-27T10:00:00Z', '2024-10-26T22:00:00Z', '2024-10-27T23:00:00Z'],
  ['week', 'UTC', '2024-03-10T23:59:59Z', '2024-03-04T00:00:00Z', '2024-03-11T00:00:00Z'],
  ['week', 'America/New_York', '2024-03-11T03:59:59Z', '2024-03-04T05:00:00Z', '2024-03-11T04:00:00Z'],
  ['month', 'UTC', '2024-02-29T12:00:00Z', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
  ['hour', 'Asia/Kolkata', '2024-03-10T10:10:00Z', '2024-03-10T09:30:00Z', '2024-03-10T10:30:00Z'],
] as const)('the %s of %s that holds %s', (unit, zone, instant, start, next) => {
  const found = startOfUnit(unit, at(instant), zone)
  expect(isoSeconds(found)).toBe(start)
  expect(isoSeconds(nextUnit(unit, found, zone))).toBe(next)
})

test('commit times carry the offset of their author, and Z in UTC', () => {
  const instant = at('2024-05-15T13:20:18Z')
  expect(isoWithOffset(instant, 'Europe/Berlin')).toBe('2024-05-15T15:20:18+02:00')
  expect(isoWithOffset(instant, 'America/New_York')).toBe('2024-05-15T09:20:18-04:00')
  expect(isoWithOffset(instant, 'UTC')).toBe('2024-05-15T13:20:18Z')
  expect(at(isoWithOffset(instant, 'Asia/Kolkata'))).toBe(instant)
})
