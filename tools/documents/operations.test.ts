import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { listFiles, readFiles } from '../check/source-tree.ts'
import { readMarkdown } from './markdown.ts'
import { whatIsSaid } from './operations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const paths = listFiles(root).filter((path) => /^(services|packages)\/.*\.ts$/.test(path))
const said = whatIsSaid(readFiles(root, paths))
const index = readMarkdown(readFileSync(`${root}docs/README.md`, 'utf8'))
const { anchors } = readMarkdown(readFileSync(`${root}docs/operations.md`, 'utf8'))

test.each([
  { kind: 'alert', names: said.alerts, least: 23 },
  { kind: 'doctor', names: said.findings, least: 15 },
  { kind: 'problem', names: said.problems, least: 60 },
])('the operations page has every $kind', ({ kind, names, least }) => {
  expect(names.length).toBeGreaterThanOrEqual(least)
  const missing = names.filter((name) => !anchors.has(`${kind}-${name.replaceAll('.', '-')}`))
  expect(missing).toEqual([])
})

test('every page is in the index of the documents', () => {
  const linked = new Set(index.links.map(({ target }) => `docs/${target.replace(/#.*/, '')}`))
  const pages = listFiles(root).filter((path) => /^docs\/(how-to\/|metrics\/)?[a-z-]+\.md$/.test(path))
  expect(pages.length).toBeGreaterThan(40)
  expect(pages.filter((path) => !linked.has(path))).toEqual([])
})
