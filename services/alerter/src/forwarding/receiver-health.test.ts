import { expect, test } from 'vitest'
import { ReceiverHealth } from './receiver-health.ts'

function failing(times: number): ReceiverHealth {
  const health = new ReceiverHealth(60_000)
  for (let at = 0; at < times; at += 1) health.failed(at)
  return health
}

test('ten failures in a row are down, one success between them is not', () => {
  expect(failing(9).isDown).toBe(false)
  expect(failing(10).isDown).toBe(true)
  const health = failing(9)
  expect(health.succeeded(9)).toBe(false)
  expect(health.failed(10)).toBe(false)
  expect(health.isDown).toBe(false)
})

test('it says once that it is down, and once that it is back', () => {
  const health = failing(9)
  expect(health.failed(9)).toBe(true)
  expect(health.failed(10)).toBe(false)
  expect(health.succeeded(11)).toBe(true)
  expect(health.succeeded(12)).toBe(false)
})

test('one that is down may be tried a minute after the last attempt', () => {
  const health = failing(10)
  expect(health.isProbeDue(60_008)).toBe(false)
  expect(health.isProbeDue(60_009)).toBe(true)
})

test('an operator who says that it is well is believed', () => {
  const health = failing(12)
  health.trust()
  expect(health.isDown).toBe(false)
})
