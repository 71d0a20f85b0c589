import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'

test('the matrix as it is meant, unless told otherwise', () => {
  expect(readArguments([])).toEqual({ seed: 1, kills: 20, deliveries: 10_000 })
  expect(readArguments(['--seed', '7', '--kills=2'])).toEqual({ seed: 7, kills: 2, deliveries: 10_000 })
})

test('anything else is refused by its name', () => {
  expect(() => readArguments(['--seed', 'x'])).toThrow('--seed is x: it must be a whole number from 1')
  expect(() => readArguments(['--kills', '0'])).toThrow('--kills')
  expect(() => readArguments(['--sed', '1'])).toThrow("'--sed'")
})
