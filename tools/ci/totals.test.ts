import { expect, test } from 'vitest'
import { addUp, checkTotals, testTotals } from './totals.mjs'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})

test('counts what passed and what failed', () => {
  const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] }
  expect(testTotals(1, report)).toEqual({ passed: 3, failed: 1 })
  expect(testTotals(0, { testResults: [file('passed', 'passed')] })).toEqual({ passed: 1, failed: 0 })
  expect(checkTotals(1, { passed: 5, failed: 2 })).toEqual({ passed: 5, failed: 2 })
})

test.each(['skipped', 'pending', 'todo', 'disabled'])('a test that is %s has not passed', (status) => {
  expect(testTotals(0, { testResults: [file('passed', 'passed', status)] })).toEqual({ passed: 1, failed: 1 })
})

test('a file that failed outside its tests is one failure', () => {
  const report = { testResults: [file('failed'), file('failed', 'passed'), file('passed', 'passed')] }
  expect(testTotals(1, report)).toEqual({ passed: 2, failed: 2 })
})

test('a bad exit code without a failure to show for it is one failure', () => {
  expect(testTotals(1, { testResults: [file('passed', 'passed')] })).toEqual({ passed: 1, failed: 1 })
  expect(checkTotals(1, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 1 })
})

test('nothing ran, or nothing was reported: one failure', () => {
  expect(testTotals(0, { testResults: [] })).toEqual({ passed: 0, failed: 1 })
  expect(testTotals(1, null)).toEqual({ passed: 0, failed: 1 })
  expect(checkTotals(0, null)).toEqual({ passed: 0, failed: 1 })
})

test('adds the parts up', () => {
  expect(
    addUp([
      { passed: 7, failed: 1 },
      { passed: 400, failed: 0 },
    ]),
  ).toEqual({ passed: 407, failed: 1 })
})
