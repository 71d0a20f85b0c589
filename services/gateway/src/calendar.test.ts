import { expect, test } from 'vitest'
import { addDays, dateOf, firstOfNextMonth, mondayOf, startOfDay } from './calendar.ts'

test.each([
  // Clocks go forward at 02:00 and back at 03:00: the day is 23 or 25 hours long.
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  // Clocks jump over midnight: the day begins at 01:00.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  // Clocks go back at midnight: the day begins when it is midnight for the second time.
  ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
  // Half an hour and three quarters off, and far in the east.
  ['2026-07-01', 'Asia/Kathmandu', '2026-06-30T18:15:00.000Z'],
  ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00.000Z'],
  ['2026-04-06', 'Australia/Lord_Howe', '2026-04-05T13:30:00.000Z'],
  ['2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
])('%s in %s begins at %s', (date, timezone, start) => {
  expect(startOfDay(date, timezone).toISOString()).toBe(start)
  expect(dateOf(new Date(start), timezone)).toBe(date)
  expect(dateOf(new Date(Date.parse(start) - 1), timezone)).not.toBe(date)
})

test('a date that its time zone left out begins with the day after it', () => {
  // Samoa went over the date line: there was no 30 December 2011.
  expect(startOfDay('2011-12-31', 'Pacific/Apia').toISOString()).toBe('2011-12-30T10:00:00.000Z')
  expect(startOfDay('2011-12-30', 'Pacific/Apia').toISOString()).toBe('2011-12-30T10:00:00.000Z')
})

test('weeks begin on Monday, months on their first', () => {
  expect(mondayOf('2026-01-04')).toBe('2025-12-29')
  expect(mondayOf('2026-01-05')).toBe('2026-01-05')
  expect(firstOfNextMonth('2026-01-31')).toBe('2026-02-01')
  expect(firstOfNextMonth('2025-12-01')).toBe('2026-01-01')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
})
