import { expect, test } from 'vitest'
import { findOversized, isCounted } from './sizes.ts'

const lines = (count: number) => 'x\n'.repeat(count)

test('a main.ts has at most 30 lines, a SQL file at most 300', () => {
  const fits = [
    { path: 'services/ingress/src/main.ts', text: lines(30) },
    { path: 'packages/read-store/migrations/0001.sql', text: `${lines(299)}x` },
  ]
  expect(findOversized(fits)).toEqual([])
  const tooLong = fits.map(({ path, text }) => ({ path, text: `${text}x\nx` }))
  expect(findOversized(tooLong)).toEqual([
    'services/ingress/src/main.ts: 32 lines, 30 are allowed',
    'packages/read-store/migrations/0001.sql: 301 lines, 300 are allowed',
  ])
})

test('counts what Biome does not', () => {
  const paths = [
    'a/main.ts',
    'a/0001_counters.sql',
    'a/page.css',
    'a/main.tsx',
    'a/schema.golden.sql',
    'README.md',
  ]
  expect(paths.filter(isCounted)).toEqual(['a/main.ts', 'a/0001_counters.sql', 'a/page.css'])
})
