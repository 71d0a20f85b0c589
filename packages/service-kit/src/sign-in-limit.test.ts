import { expect, test } from 'vitest'
import { createSignInLimit } from './sign-in-limit.ts'

test('an address that guesses waits; who was let in before, from whatever address, does not', () => {
  let clock = 0
  const limit = createSignInLimit({ perMinute: 3, now: () => clock })
  limit.succeeded('good')
  for (const _ of [1, 2, 3]) {
    expect(limit.secondsToWait('192.0.2.1', 'guess')).toBeNull()
    limit.failed('192.0.2.1')
  }
  expect(limit.secondsToWait('192.0.2.1', 'guess')).toBe(20)
  expect(limit.secondsToWait('192.0.2.1', 'good')).toBeNull()
  expect(limit.secondsToWait('192.0.2.2', 'guess')).toBeNull()
  clock += 20_000
  expect(limit.secondsToWait('192.0.2.1', 'guess')).toBeNull()
})

test('however many addresses guess, as many are remembered as may be', () => {
  const limit = createSignInLimit({ perMinute: 1, now: () => 0 })
  limit.failed('192.0.2.1')
  for (let index = 0; index < 10_000; index += 1) limit.failed(`host-${index}`)
  expect(limit.secondsToWait('192.0.2.1', 'guess')).toBeNull()
  expect(limit.secondsToWait('host-9999', 'guess')).toBe(60)
})
