import { expect, test } from 'vitest'
import { createServerDoubts } from './server-doubt.ts'

function doubtAt(start: number) {
  const clock = { now: start, left: 0 }
  const createDoubt = createServerDoubts({
    now: () => clock.now,
    leave: () => {
      clock.left += 1
    },
  })
  return { clock, doubt: createDoubt(), createDoubt }
}

test('a server that has answered nothing for three seconds is left', () => {
  const { clock, doubt } = doubtAt(1_000)
  for (const now of [1_100, 2_000, 4_099]) {
    clock.now = now
    doubt.unanswered()
  }
  expect(clock.left).toBe(0)
  clock.now = 4_100
  doubt.unanswered()
  expect(clock.left).toBe(1)
})

test('one answer clears it: what else stays unanswered is not for the server', () => {
  const { clock, doubt } = doubtAt(0)
  doubt.unanswered()
  clock.now = 2_900
  doubt.answered()
  clock.now = 3_500
  doubt.unanswered(0)
  expect(clock.left).toBe(0)
})

test('silence counts from when it was asked', () => {
  const { clock, doubt } = doubtAt(0)
  clock.now = 3_000
  doubt.unanswered(0)
  expect(clock.left).toBe(1)
})

test('the next server is given as long', () => {
  const { clock, doubt } = doubtAt(0)
  clock.now = 3_000
  doubt.unanswered(0)
  clock.now = 5_900
  doubt.unanswered(0)
  expect(clock.left).toBe(1)
  clock.now = 6_000
  doubt.unanswered(0)
  expect(clock.left).toBe(2)
})

test('who gets no answer leaves, although another does; and then both begin anew', () => {
  const { clock, doubt, createDoubt } = doubtAt(0)
  const other = createDoubt()
  clock.now = 2_900
  other.answered()
  clock.now = 3_000
  doubt.unanswered(0)
  expect(clock.left).toBe(1)
  clock.now = 5_900
  other.unanswered(2_900)
  expect(clock.left).toBe(1)
})
