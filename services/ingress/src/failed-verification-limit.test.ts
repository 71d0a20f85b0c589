import { expect, test } from 'vitest'
import { createFailedVerificationLimit } from './failed-verification-limit.ts'

test('an address may fail as often as its rate, then waits until a token is back', () => {
  let clock = 0
  const limit = createFailedVerificationLimit({ perSecond: 2, now: () => clock })
  expect([1, 2, 3].map(() => limit.secondsToWait('192.0.2.1'))).toEqual([null, null, 1])
  clock += 500
  expect(limit.secondsToWait('192.0.2.1')).toBeNull()
  expect(limit.secondsToWait('192.0.2.1')).toBe(1)
})

test('a quiet address never saves up more than one second', () => {
  let clock = 0
  const limit = createFailedVerificationLimit({ perSecond: 2, now: () => clock })
  limit.secondsToWait('192.0.2.1')
  clock += 60_000
  expect([1, 2, 3].map(() => limit.secondsToWait('192.0.2.1'))).toEqual([null, null, 1])
})

test('addresses are counted apart, but the addresses of one IPv6 network together', () => {
  const limit = createFailedVerificationLimit({ perSecond: 1, now: () => 0 })
  expect(limit.secondsToWait('192.0.2.1')).toBeNull()
  expect(limit.secondsToWait('192.0.2.2')).toBeNull()
  expect(limit.secondsToWait('::ffff:192.0.2.2')).toBe(1)
  expect(limit.secondsToWait('2001:db8:1:2::1')).toBeNull()
  expect(limit.secondsToWait('2001:db8:1:2:ffff::9')).toBe(1)
  expect(limit.secondsToWait('2001:db8:1:3::1')).toBeNull()
  expect(limit.secondsToWait('')).toBeNull()
})

test('memory is bounded: the address that was quiet longest is forgotten', () => {
  const limit = createFailedVerificationLimit({ perSecond: 1, maxAddresses: 2, now: () => 0 })
  limit.secondsToWait('192.0.2.1')
  limit.secondsToWait('192.0.2.2')
  limit.secondsToWait('192.0.2.1')
  limit.secondsToWait('192.0.2.3')
  expect(limit.secondsToWait('192.0.2.1')).toBe(1)
  expect(limit.secondsToWait('192.0.2.2')).toBeNull()
})

test('without a rate nobody waits', () => {
  const limit = createFailedVerificationLimit({ perSecond: null })
  expect(Array.from({ length: 5 }, () => limit.secondsToWait('192.0.2.1'))).toEqual(Array(5).fill(null))
})
