import { expect, test } from 'vitest'
import { isEmpty, usageRange } from './usage-range.ts'

const now = new Date('2026-03-04T10:20:00Z')
const at = (text: string) => new Date(`2026-03-${text}:00Z`)

test('the last 24 hours: an edge, then whole hours up to the end of the current one', () => {
  expect(usageRange({ since: null, until: null }, now)).toEqual({
    hours: { from: at('03T11:00'), to: at('04T11:00') },
    edges: [{ from: at('03T10:20'), to: at('03T11:00') }],
  })
})

test('whole hours have no edges', () => {
  expect(usageRange({ since: at('01T00:00'), until: at('02T00:00') }, now)).toEqual({
    hours: { from: at('01T00:00'), to: at('02T00:00') },
    edges: [],
  })
})

test('both edges', () => {
  expect(usageRange({ since: at('01T00:10'), until: at('01T02:20') }, now)).toEqual({
    hours: { from: at('01T01:00'), to: at('01T02:00') },
    edges: [
      { from: at('01T00:10'), to: at('01T01:00') },
      { from: at('01T02:00'), to: at('01T02:20') },
    ],
  })
})

test('a range without a whole hour is one edge', () => {
  expect(usageRange({ since: at('01T00:10'), until: at('01T01:20') }, now)).toEqual({
    hours: null,
    edges: [{ from: at('01T00:10'), to: at('01T01:20') }],
  })
})

test('a range that begins after its end is empty', () => {
  const range = usageRange({ since: at('05T00:00'), until: null }, now)
  expect(range).toEqual({ hours: null, edges: [] })
  expect(isEmpty(range)).toBe(true)
  expect(isEmpty(usageRange({ since: null, until: null }, now))).toBe(false)
})
