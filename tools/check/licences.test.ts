import { expect, test } from 'vitest'
import { findSources, isAllowed } from './licences.ts'

test.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['GPL-3.0-only OR Apache-2.0', true],
  ['MIT AND (BSD-3-Clause OR GPL-2.0-only)', true],
  ['MIT AND GPL-2.0-only', false],
  ['(MIT OR Apache-2.0) AND (GPL-2.0-only OR AGPL-3.0-only)', false],
  ['LGPL-3.0-or-later', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['UNLICENSED', false],
  ['BSD', false],
  ['', false],
])('%j is allowed: %s', (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed)
})

const entry = (resolution: string) =>
  `packages:\n\n  'a@1.0.0':\n    resolution: {${resolution}}\n    engines: {node: '>=1'}\n`

test.each([
  ['integrity: sha512-abc==', []],
  ['integrity: sha512-abc==, tarball: https://elsewhere.example/a.tgz', ['does not come from the registry']],
  ['type: git, repo: https://github.com/a/a, commit: abc', ['does not come from the registry']],
  ['integrity: sha1-abc=', ['has no integrity hash']],
])('a lockfile with {%s}', (resolution, found) => {
  const lines = findSources(entry(resolution))
  expect(lines.map((line) => / '?a@1\.0\.0'? (.*?):/.exec(line)?.[1])).toEqual(found)
})
