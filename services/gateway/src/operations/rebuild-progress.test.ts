import type { RebuildRecord } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { lastRebuild, progressTold } from './rebuild-progress.ts'

const told: RebuildRecord = {
  projection: 'counters',
  generation: 'g9',
  teller: 'one',
  state: 'running',
  phase: 'reading_archive',
  began_at: '2026-03-05T10:00:00.000Z',
  heard_at: '2026-03-05T10:00:20.000Z',
  read: 4000,
  total: 10_000,
  received_until: '2026-02-01T00:00:00.000Z',
  differences: null,
}
const now = new Date('2026-03-05T10:00:21Z')

test('the rest takes as long as what was read: 4,000 in 20 s are 200/s, 6,000 more take 30 s', () => {
  expect(progressTold(told, now)).toEqual({
    state: 'running',
    phase: 'reading_archive',
    began_at: '2026-03-05T10:00:00.000Z',
    heard_at: '2026-03-05T10:00:20.000Z',
    messages_read: 4000,
    messages_total: 10_000,
    received_until: '2026-02-01T00:00:00.000Z',
    messages_per_second: 200,
    estimated_read_at: '2026-03-05T10:00:50.000Z',
  })
})

test.each([
  ['nothing is read', { read: 0 }, null],
  ['it has just begun', { heard_at: told.began_at }, null],
  ['it recounts', { phase: 'recounting' as const }, null],
  ['it failed', { state: 'failed' as const }, null],
  ['nobody has counted how many there are', { total: null }, 200],
])('no estimate while %s', (_, changes, messages_per_second) => {
  expect(progressTold({ ...told, ...changes }, now)).toMatchObject({
    messages_per_second,
    estimated_read_at: null,
  })
})

test('a rebuild that nobody has heard of for half a minute is silent, and has no rate', () => {
  const at = (second: number) => new Date(Date.parse(told.heard_at) + second * 1000)
  expect(progressTold(told, at(30))?.state).toBe('running')
  expect(progressTold(told, at(31))).toMatchObject({
    state: 'silent',
    heard_at: told.heard_at,
    messages_per_second: null,
    estimated_read_at: null,
  })
  expect(progressTold({ ...told, state: 'failed' }, at(31))?.state).toBe('failed')
})

test('the last rebuild has its differences, or none where nothing was live before', () => {
  const live = {
    projection: 'counters',
    generation: 'g9',
    code: 'c',
    status: 'live' as const,
    since: '2026-03-05T10:01:00.000Z',
    true_from: null,
  }
  const differences = [{ table: 'counter_facts', live: 7, built: 9 }]
  expect(lastRebuild({ ...told, differences }, live)).toEqual({
    generation: 'g9',
    began_at: told.began_at,
    ended_at: live.since,
    messages_read: 4000,
    differences: [{ table: 'counter_facts', before: 7, after: 9 }],
  })
  expect(lastRebuild(told, live)?.differences).toBeNull()
  expect([lastRebuild(undefined, live), progressTold(undefined, now)]).toEqual([null, null])
})
