import type { CheckedCommit } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { timesOf, turnsOf } from './branch-timeline.ts'

const at = (time: string) => `2026-01-05T${time}:00Z`

interface Known {
  readonly failed?: string
  readonly passed?: string
  readonly red?: boolean
  readonly pending?: boolean
}

function commit(head_sha: string, { failed, passed, red = false, pending = false }: Known): CheckedCommit {
  return {
    ...{ repository_id: 1, head_sha, branch: 'main', began_at: at('08:00'), red, pending },
    failed_at: failed === undefined ? null : at(failed),
    passed_at: passed === undefined ? null : at(passed),
  }
}

const shown = (commits: readonly CheckedCommit[]) =>
  turnsOf(commits).map(
    ({ at: time, state, head_sha }) => `${time.toISOString().slice(11, 16)} ${state} ${head_sha}`,
  )

test('one suite passed and another fails: red since the failure', () => {
  expect(shown([commit('a', { failed: '09:10', passed: '09:05', red: true })])).toEqual(['09:10 red a'])
})

test('while a suite runs, what has passed does not make it green', () => {
  expect(shown([commit('a', { passed: '09:05', pending: true })])).toEqual([])
})

test('an older commit that turns green late changes nothing once a newer one is red', () => {
  const commits = [
    commit('a', { failed: '09:10', passed: '10:00' }),
    commit('b', { failed: '09:30', red: true }),
  ]
  expect(shown(commits)).toEqual(['09:10 red a'])
})

test('an older commit decides until a newer one has', () => {
  const commits = [
    commit('a', { failed: '09:10', passed: '10:00' }),
    commit('b', { pending: true }),
    commit('c', { passed: '10:30' }),
  ]
  expect(shown(commits)).toEqual(['09:10 red a', '10:00 green a'])
})

test('a stretch of red that has not ended has no time to green', () => {
  const turns = turnsOf([commit('a', { passed: '09:00' }), commit('b', { failed: '10:00', red: true })])
  expect(timesOf(turns, new Date(at('10:30')))).toEqual({
    turned_red: 1,
    time_to_green: {
      count: 0,
      mean_seconds: null,
      median_seconds: null,
      p75_seconds: null,
      p90_seconds: null,
    },
    green_seconds: 3600,
    red_seconds: 1800,
  })
})

test('nothing known is nothing', () => {
  expect(timesOf([], new Date(at('10:30')))).toMatchObject({
    turned_red: 0,
    green_seconds: 0,
    red_seconds: 0,
  })
})
