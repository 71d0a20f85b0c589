import { expect, test } from 'vitest'
import { findFaults } from './find-faults.ts'
import type { SeedRow, Seeds } from './seeds.ts'

const titles = (path: string) => (path === 'a.test.ts' ? [/^counts$/, /^more > less$/] : null)

const row = (index: number, changes: Partial<SeedRow> = {}): SeedRow => ({
  id: `4.1/row-${index}`,
  seeds: ['000'],
  section: 'Section',
  feature: 'Feature',
  promise: 'Promise.',
  theme: 'read-models',
  state: 'open',
  tests: [],
  ...changes,
})

const rows = Array.from({ length: 148 }, (_, index) => row(index))
const counts = { state: 'shown', tests: ['a.test.ts > counts'] } as const

/** Faults of the rows with the first one changed. */
const faults = (changes: Partial<SeedRow>, finished: Seeds['finished'] = []) =>
  findFaults({ finished, rows: rows.with(0, row(0, changes)) }, titles)

test('open rows of a theme that goes on, and rows that tests show, are right', () => {
  expect(faults({})).toEqual([])
  expect(faults(counts)).toEqual([])
  expect(faults({ ...counts, theme: 'foundation' }, ['foundation'])).toEqual([])
  expect(faults({ ...counts, tests: ['a.test.ts > more > less'] })).toEqual([])
})

test('none of the 148 may be missing or doubled', () => {
  expect(findFaults({ finished: [], rows: rows.slice(1) }, titles)).toEqual([
    'there are 147 rows, 148 were promised',
  ])
  expect(faults({ id: '4.1/row-1' })).toEqual(['4.1/row-1 is there 2 times'])
})

test.each<[Partial<SeedRow>, string]>([
  [{}, 'is open, and read-models is finished'],
  [{ ...counts, state: 'part', remark: 'half' }, 'is part, and read-models is finished'],
])('a finished theme has no row in the state %j', (changes, fault) => {
  expect(faults(changes, ['read-models'])).toContain(`4.1/row-0 ${fault}`)
})

test.each<[Partial<SeedRow>, string]>([
  [{ state: 'shown' }, 'is shown by no test'],
  [{ state: 'part', remark: 'half' }, 'is part by no test'],
  [{ ...counts, state: 'open' }, 'is open, and has tests'],
  [{ ...counts, state: 'part' }, 'does not say what is missing'],
  [{ ...counts, tests: [...counts.tests, ...counts.tests] }, 'names a test twice'],
  [{ ...counts, tests: ['b.test.ts > counts'] }, 'names a test of b.test.ts, which is not there'],
  [{ ...counts, tests: ['a.test.ts > sums'] }, 'names a test that a.test.ts has not: sums'],
  [{ ...counts, tests: ['a.test.ts'] }, 'names a test that a.test.ts has not: '],
])('%j is a fault', (changes, fault) => {
  expect(faults(changes)).toEqual([`4.1/row-0 ${fault}`])
})

test('what no type checks, for it comes from a file, is checked', () => {
  const odd = JSON.parse('{"id":"Row","theme":"later","state":"nearly"}')
  expect(faults(odd)).toEqual([
    'Row is no section and name',
    'Row belongs to no theme: later',
    'Row is in no state: nearly',
    'Row is nearly by no test',
  ])
  expect(findFaults({ finished: JSON.parse('["all"]'), rows }, titles)).toEqual(['there is no theme all'])
})
