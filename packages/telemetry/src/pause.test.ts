import { expect, test } from 'vitest'
import { pause } from './pause.ts'

test('a pause ends by itself, at an abort, and at once when that was before', async () => {
  await pause(1, new AbortController().signal)
  const stop = new AbortController()
  const long = pause(3_600_000, stop.signal)
  stop.abort()
  await long
  await pause(3_600_000, stop.signal)
  await pause(-5, new AbortController().signal)
  expect(stop.signal.aborted).toBe(true)
})
