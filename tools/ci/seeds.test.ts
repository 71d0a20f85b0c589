import { expect, test } from 'vitest'
import { describeSeeds, seedTotals, unseenTests } from './seeds.mjs'

const row = (theme: string, state: string, ...tests: string[]) => ({ theme, state, tests })
const seeds = {
  rows: [
    row('foundation', 'shown', 'a.test.ts > adds', 'a.test.ts > sums'),
    row('faces', 'open'),
    row('read-models', 'part', 'a.test.ts > adds'),
    row('read-models', 'open'),
  ],
}

const report = (...tests: (readonly [name: string, status: string])[]) => ({
  testResults: [
    {
      name: '/clone/a.test.ts',
      assertionResults: tests.map(([fullName, status]) => ({ fullName, status })),
    },
  ],
})

test('nothing is amiss when every test that is named has passed', () => {
  const unseen = unseenTests(seeds, report(['adds', 'passed'], ['sums', 'passed']), '/clone/')
  expect(unseen).toEqual([])
  expect(seedTotals(unseen)).toEqual({ passed: 1, failed: 0 })
})

test.each(['failed', 'skipped', 'pending', 'todo'])('a test that %s has not shown anything', (status) => {
  const unseen = unseenTests(seeds, report(['adds', 'passed'], ['sums', status]), '/clone/')
  expect(unseen).toEqual(['a.test.ts > sums'])
  expect(seedTotals(unseen)).toEqual({ passed: 0, failed: 1 })
})

test('a test that did not run, in another file or without a report, is missing once', () => {
  expect(unseenTests(seeds, report(['adds', 'passed']), '/clone/')).toEqual(['a.test.ts > sums'])
  expect(unseenTests(seeds, report(['adds', 'passed'], ['sums', 'passed']), '/other/')).toHaveLength(2)
  expect(unseenTests(seeds, null, '/clone/')).toHaveLength(2)
})

test('what is still open is said by theme', () => {
  expect(describeSeeds(seeds)).toBe('seeds: 1 of 4 promises are shown; still open: faces 1, read-models 2')
  expect(describeSeeds({ rows: [row('faces', 'shown')] })).toContain('still open: none')
})
