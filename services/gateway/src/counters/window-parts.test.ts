import { expect, test } from 'vitest'
import { windowParts } from './window-parts.ts'

const parts = (since: string | null, until: string | null, timezone = 'UTC') =>
  windowParts(
    { since: since === null ? null : new Date(since), until: until === null ? null : new Date(until) },
    timezone,
  )
const edge = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) })
const quarters = (from: string, to: string, [first, last]: readonly [string, string]) => ({
  ...edge(from, to),
  days: { from: first, to: last },
})

test('months where they are whole, days before and after them, quarters and edges at both ends', () => {
  expect(parts('2026-01-30T10:01:00Z', '2026-04-02T07:30:10Z')).toEqual({
    months: [{ from: '2026-02-01', to: '2026-04-01' }],
    days: [
      { from: '2026-01-31', to: '2026-02-01' },
      { from: '2026-04-01', to: '2026-04-02' },
    ],
    quarters: [
      quarters('2026-01-30T10:15:00Z', '2026-01-31T00:00:00Z', ['2026-01-30', '2026-01-31']),
      quarters('2026-04-02T00:00:00Z', '2026-04-02T07:30:00Z', ['2026-04-02', '2026-04-03']),
    ],
    edges: [
      edge('2026-01-30T10:01:00Z', '2026-01-30T10:15:00Z'),
      edge('2026-04-02T07:30:00Z', '2026-04-02T07:30:10Z'),
    ],
  })
})

test('whole months have nothing else', () => {
  expect(parts('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual({
    months: [{ from: '2026-01-01', to: '2026-03-01' }],
    days: [],
    quarters: [],
    edges: [],
  })
})

test('a range within a day, or over one midnight, has neither months nor days', () => {
  expect(parts('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z')).toEqual({
    months: [],
    days: [],
    quarters: [quarters('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', ['2026-01-01', '2026-01-02'])],
    edges: [],
  })
  expect(parts('2026-01-01T10:00:00Z', '2026-01-02T11:00:00Z', 'Europe/Berlin')).toEqual({
    months: [],
    days: [],
    quarters: [
      quarters('2026-01-01T10:00:00Z', '2026-01-01T23:00:00Z', ['2026-01-01', '2026-01-02']),
      quarters('2026-01-01T23:00:00Z', '2026-01-02T11:00:00Z', ['2026-01-02', '2026-01-03']),
    ],
    edges: [],
  })
})

test('a range within a quarter, or over one of its ends, has edges only', () => {
  const none = { months: [], days: [], quarters: [] }
  expect(parts('2026-01-01T10:01:00Z', '2026-01-01T10:14:00Z')).toEqual({
    ...none,
    edges: [edge('2026-01-01T10:01:00Z', '2026-01-01T10:14:00Z')],
  })
  expect(parts('2026-01-01T10:01:00Z', '2026-01-01T10:16:00Z')).toEqual({
    ...none,
    edges: [
      edge('2026-01-01T10:01:00Z', '2026-01-01T10:15:00Z'),
      edge('2026-01-01T10:15:00Z', '2026-01-01T10:16:00Z'),
    ],
  })
})

test('days are those of the time zone, clock changes included', () => {
  expect(parts('2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z', 'Europe/Berlin')).toEqual({
    months: [],
    days: [{ from: '2026-03-29', to: '2026-03-31' }],
    quarters: [],
    edges: [],
  })
})

test('all time is every month that can be stored', () => {
  expect(parts(null, null)).toEqual({
    months: [{ from: '1970-01-01', to: '2149-01-01' }],
    days: [],
    quarters: [],
    edges: [],
  })
})
