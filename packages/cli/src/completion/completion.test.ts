import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createProgram } from '../program.ts'
import { bashCompletion } from './bash.ts'
import { commandShapes } from './command-shape.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

const shapes = commandShapes(createProgram(async () => undefined))

/** What bash offers after a line, the last word of it unfinished. */
function offered(...words: readonly string[]): readonly string[] {
  const line = ['octometer', ...words].map((word) => `'${word}'`).join(' ')
  const script = `${bashCompletion(shapes)}
COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _octometer; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' })
    .split('\n')
    .filter((each) => each !== '')
}

test('bash offers commands, what stands below them, options, and what a value may be', () => {
  expect(offered('s')).toEqual(['status', 'sql', 'sync', 'send'])
  expect(offered('sync', '')).toEqual(['run', 'status', 'history', 'cancel'])
  expect(offered('sync', 'run', 'f')).toEqual(['full'])
  expect(offered('counters', '--w')).toEqual(['--window'])
  expect(offered('trend', 'commits', '--bucket', '')).toEqual(['hour', 'day', 'week'])
  expect(offered('trend', 'pulls')).toEqual(['pulls_opened', 'pulls_merged', 'pulls_closed'])
  expect(offered('send', 'push', '')).toEqual([])
})

test('every command of the tree is in the script of every shell', () => {
  const scripts = [bashCompletion(shapes), zshCompletion(shapes), fishCompletion(shapes)]
  for (const { path } of shapes) {
    for (const script of scripts) expect(script).toContain(path)
  }
  expect(shapes.length).toBeGreaterThan(35)
})
