import { expect, test } from 'vitest'
import { createSimulatedClock } from './clock.ts'

const start = new Date('2026-01-05T08:00:00Z')

test('sleepers wake in the order of time, each at its own', async () => {
  const clock = createSimulatedClock(start)
  const woken: (readonly [string, number])[] = []
  const sleep = async (name: string, milliseconds: number) => {
    await clock.sleep(milliseconds)
    woken.push([name, clock.now() - start.getTime()])
  }
  const all = [sleep('late', 500), sleep('soon', 100), sleep('never reached', 5_000)]
  await clock.advance(1_000)
  expect(woken).toEqual([
    ['soon', 100],
    ['late', 500],
  ])
  expect([clock.now() - start.getTime(), clock.sleepers]).toEqual([1_000, 1])
  expect(await clock.advanceToNext()).toBe(true)
  await Promise.all(all)
  expect(await clock.advanceToNext()).toBe(false)
})

test('an aborted sleeper wakes at once', async () => {
  const clock = createSimulatedClock(start)
  const stop = new AbortController()
  const sleeping = clock.sleep(60_000, stop.signal)
  stop.abort()
  await sleeping
  expect([clock.now(), clock.sleepers]).toEqual([start.getTime(), 0])
})
