import { expect, test } from 'vitest'
import { filesToRunAgain, passedOnlyAgain, withFilesRunAgain } from './again.mjs'

const file = (name: string, status: string, ...assertionResults: ReturnType<typeof one>[]) => ({
  ...{ name: `/clone/${name}`, status, assertionResults },
})
const one = (fullName: string, status: string, ...failureMessages: string[]) => ({
  ...{ fullName, status, failureMessages },
})

const first = {
  testResults: [
    file('a.test.ts', 'passed', one('adds', 'passed')),
    file(
      'b.test.ts',
      'failed',
      one('waits', 'failed', 'Timeout: 5 s\n at b.test.ts:3'),
      one('sums', 'passed'),
    ),
    file('c.test.ts', 'failed', one('divides', 'failed', 'by zero')),
  ],
}
const again = {
  testResults: [
    file('b.test.ts', 'passed', one('waits', 'passed'), one('sums', 'passed')),
    file('c.test.ts', 'failed', one('divides', 'failed', 'by zero')),
  ],
}

test('the files that failed are run again, and none when many failed', () => {
  expect(filesToRunAgain(first, '/clone/')).toEqual(['b.test.ts', 'c.test.ts'])
  const many = Array.from({ length: 6 }, (_, index) => file(`${index}.test.ts`, 'failed'))
  expect(filesToRunAgain({ testResults: many }, '/clone/')).toEqual([])
  expect(filesToRunAgain(null, '/clone/')).toEqual([])
})

test('what failed again has failed, and what passed only then is named', () => {
  const statuses = withFilesRunAgain(first, again).testResults.map(({ status }) => status)
  expect(statuses).toEqual(['passed', 'passed', 'failed'])
  expect(passedOnlyAgain(first, again, '/clone/')).toEqual(['b.test.ts > waits: Timeout: 5 s'])
})

test('a file of which nothing came the second time counts as it did the first', () => {
  expect(withFilesRunAgain(first, { testResults: [] })).toEqual(first)
})
