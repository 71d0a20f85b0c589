import { expect, test } from 'vitest'
import { findRefusedWords, isRead } from './words.ts'

// Put together here, so that the gate does not find this file.
const join = (...parts: string[]) => parts.join('')

test.each([
  join('read ', '/wo', 'rk/main/notes.md'),
  join('"', '/ro', 'ot/.npmrc"'),
  join('https://regis', 'try.npm', 'js.org/'),
  join('http://deb.', 'debian.org'),
  join('see sha', 'red/design'),
  join('// biome', '-ignore lint: later'),
  join('// @ts', '-ignore'),
  join('// TO', 'DO: later'),
  join('// FIX', 'ME'),
])('refuses %s', (line) => {
  expect(findRefusedWords([{ path: 'docs/a.md', text: `fine\n${line}\n` }])).toEqual([
    expect.stringMatching(/^docs\/a\.md:2: /),
  ])
})

test.each([
  'https://host.example/work/items',
  'packages/network/work/',
  'the root/ of the tree',
  'todo and doing',
  'a shared/ folder',
])('lets %s pass', (text) => {
  expect(findRefusedWords([{ path: 'docs/a.md', text }])).toEqual([])
})

test('reads text, not lockfiles, pictures and golden files', () => {
  const paths = ['README.md', 'a/b.ts', '.ci/run', 'pnpm-lock.yaml', 'docs/a.png', 'a/schema.golden.sql']
  expect(paths.filter(isRead)).toEqual(['README.md', 'a/b.ts', '.ci/run'])
})
