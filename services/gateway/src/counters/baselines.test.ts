import type { CounterMove } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { baselinesOf } from './baselines.ts'

function move(hour: number, kind: CounterMove['kind'], amount: number, counter = 'commits'): CounterMove {
  return { issued_at: `2026-04-06T0${hour}:00:00.000Z`, kind, counter, repository_id: null, amount }
}

const at = (hour: number) => new Date(`2026-04-06T0${hour}:00:00.000Z`)
const commits = { counter: 'commits', repository_id: null } as const

test.each([
  [[], []],
  [[move(1, 'increment', 2), move(2, 'increment', -5)], [{ ...commits, from: null, added: -3 }]],
  [[move(1, 'increment', 2), move(2, 'set', 7)], [{ ...commits, from: at(2), added: 7 }]],
  [[move(1, 'set', 7), move(2, 'increment', 2)], [{ ...commits, from: at(1), added: 9 }]],
  [[move(1, 'set', 7), move(2, 'set', 0)], [{ ...commits, from: at(2), added: 0 }]],
])('moves %#: a set takes the place of all before it, increments add', (moves, baselines) => {
  expect(baselinesOf(moves, ['commits'])).toEqual(baselines)
})

test('a move without a counter is of every counter; repositories are apart', () => {
  const all = move(1, 'set', 0, '')
  const one = { ...move(2, 'increment', 3), repository_id: 7 }
  expect(baselinesOf([all, one], ['commits', 'pushes'])).toEqual([
    { ...commits, from: at(1), added: 0 },
    { counter: 'pushes', repository_id: null, from: at(1), added: 0 },
    { counter: 'commits', repository_id: 7, from: null, added: 3 },
  ])
})
