import { expect, test } from 'vitest'
import { standingRequest } from './standing-request.ts'

const NOW = Date.parse('2026-03-04T10:20:00Z')
const DAY = 86_400_000
const MINUTE = 60_000

const ending = (until: number, more: object = {}) => ({
  query: { since: new Date(until - DAY).toISOString(), until: new Date(until).toISOString(), ...more },
})
const standing = { request: ending(NOW), at: NOW, choice: 0 }
const later = NOW + MINUTE

test('the clock moves a list at its top, and lets one alone that is read further down', () => {
  const moved = ending(later)
  expect(standingRequest(standing, moved, { now: later, isDeep: false })).toEqual({
    request: moved,
    at: later,
    choice: 0,
  })
  expect(standingRequest(standing, moved, { now: later, isDeep: true })).toBe(standing)
})

test.each([
  ['a filter', ending(later, { event: ['push'] })],
  ['a longer range', { query: { ...ending(later).query, since: new Date(NOW - 7 * DAY).toISOString() } }],
  ['a day of last week', ending(NOW - 7 * DAY)],
  ['no range', { query: {} }],
])('%s is another list, wherever somebody reads', (_, request) => {
  for (const isDeep of [false, true]) {
    const shown = standingRequest(standing, request, { now: later, isDeep })
    expect([shown.request, shown.choice]).toEqual([request, 1])
  }
})

test('back from a day of last week to the last 24 hours is a choice too', () => {
  const old = { request: ending(NOW - 7 * DAY), at: NOW, choice: 3 }
  expect(standingRequest(old, ending(later), { now: later, isDeep: true }).choice).toBe(4)
})

test('the same request, made anew, is the list that stands', () => {
  expect(standingRequest(standing, ending(NOW), { now: later, isDeep: false })).toBe(standing)
})
