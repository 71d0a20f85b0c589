import { expect, test } from 'vitest'
import { windowParts } from './window-parts.ts'

const parts = (since: string | null, until: string | null, timezone = 'UTC') =>
  windowParts(
    { since: since === null ? null : new Date(since), until: until === null ? null : new Date(until) },
    timezone,
  )
const edge = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) })

test('months where they are whole, days before and after them, edges at both ends', () => {
  expect(parts('2026-01-30T10:00:00Z', '2026-04-02T07:30:10Z')).toEqual({
    months: [{ from: '2026-02-01', to: '2026-04-01' }],
    days: [
      { from: '2026-01-31', to: '2026-02-01' },
      { from: '2026-04-01', to: '2026-04-02' },
    ],
    edges: [
      edge('2026-01-30T10:00:00Z', '2026-01-31T00:00:00Z'),
      edge('2026-04-02T00:00:00Z', '2026-04-02T07:30:10Z'),
    ],
  })
})

test('whole months have neither days nor edges', () => {
  expect(parts('2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual({
    months: [{ from: '2026-01-01', to: '2026-03-01' }],
    days: [],
    edges: [],
  })
})

test('a range within a day, or over one midnight, has edges only', () => {
  expect(parts('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z')).toEqual({
    months: [],
    days: [],
    edges: [edge('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z')],
  })
  expect(parts('2026-01-01T10:00:00Z', '2026-01-02T11:00:00Z')).toEqual({
    months: [],
    days: [],
    edges: [
      edge('2026-01-01T10:00:00Z', '2026-01-02T00:00:00Z'),
      edge('2026-01-02T00:00:00Z', '2026-01-02T11:00:00Z'),
    ],
  })
})

test('days are those of the time zone, clock changes included', () => {
  expect(parts('2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z', 'Europe/Berlin')).toEqual({
    months: [],
    days: [{ from: '2026-03-29', to: '2026-03-31' }],
    edges: [],
  })
})

test('all time is every month that can be stored', () => {
  expect(parts(null, null)).toEqual({
    months: [{ from: '1970-01-01', to: '2149-01-01' }],
    days: [],
    edges: [],
  })
})
