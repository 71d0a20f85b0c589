import { expect, test } from 'vitest'
import { isAtLeast } from './nats-binary.ts'

test.each([
  ['2.12.0', true],
  ['2.15.1', true],
  ['3.0.0', true],
  ['2.12.1-beta.2', true],
  ['2.11.9', false],
  ['2.9.25', false],
  ['unknown', false],
])('%s is at least 2.12.0: %s', (version, expected) => {
  expect(isAtLeast(version, '2.12.0')).toBe(expected)
})
