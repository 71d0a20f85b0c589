import { expect, test } from 'vitest'
import { findBrokenLinks } from './links.ts'

const target = {
  path: 'docs/b.md',
  text: '# Ask `by` SQL, now\n\n## Twice\n\n## Twice\n\n<a id="own"></a>\n',
}
const broken = (text: string) =>
  findBrokenLinks([{ path: 'docs/a.md', text }, target], ['docs/a.md', 'docs/b.md', 'src/x/c.ts'])

test.each([
  '[a](b.md), [a](./b.md#ask-by-sql-now) and ![a](../src/x/c.ts "title")',
  '[a](b.md#twice-1), [a](b.md#own), [a](../src/x), [a](../src/)',
  '# Here\n\n[a](#here)\n\n[a]: b.md\n',
  '`[a](nowhere.md)`\n\n```md\n[a](nowhere.md)\n```\n',
  '<https://octometer.example/x> [a](https://github.com/a/b#c) [a](http://127.0.0.1:8080/docs)',
])('leads somewhere: %s', (text) => {
  expect(broken(text)).toEqual([])
})

test.each([
  ['see\n[a](c.md)', 'docs/a.md:2: c.md is not there'],
  ['![a](../../b.md)', 'docs/a.md:1: ../../b.md is not there'],
  ['[a](b.md#twice-2)', 'docs/a.md:1: b.md#twice-2 has no heading #twice-2'],
  ['[a](#nothing)', 'docs/a.md:1: #nothing has no heading #nothing'],
  ['[a]: nowhere.md', 'docs/a.md:1: nowhere.md is not there'],
  ['<img src="no.png">', 'docs/a.md:1: no.png is not there'],
  ['<https://unknown.dev/x>', 'which tools/documents/links.ts does not list'],
])('leads nowhere: %s', (text, says) => {
  expect(broken(text)).toEqual([expect.stringContaining(says)])
})
