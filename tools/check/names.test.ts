import { expect, test } from 'vitest'
import { findVagueNames } from './names.ts'

test.each([
  ['packages/config/src/utils.ts', '"utils" says nothing'],
  ['services/gateway/src/helpers/time-range.ts', '"helpers" says nothing'],
  ['packages/config/src/common.test.ts', '"common" says nothing'],
  ['services/projectors/src/counters/index.ts', 'one door, src/index.ts'],
])('refuses %s', (path, message) => {
  expect(findVagueNames([path])).toEqual([expect.stringContaining(message)])
})

test('lets a name that says something pass', () => {
  const paths = ['packages/config/src/index.ts', 'services/gateway/src/time-range.ts', 'tools/check/gate.ts']
  expect(findVagueNames(paths)).toEqual([])
})
