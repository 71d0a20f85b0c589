import { expect, test } from 'vitest'
import { badgePage } from '../commands/badge.ts'
import { bar, progressBar } from './bar.ts'
import { foot } from './foot.ts'
import { duration, relative, toTheMinute } from './moment.ts'
import { bytes, change, changeSince, count, percent } from './numbers.ts'
import { plainText } from './plain-text.ts'
import { sparkline } from './sparkline.ts'
import { createStyle } from './style.ts'
import { type Column, renderTable } from './table.ts'
import { cut, widthOf, wrap } from './text-width.ts'

const style = createStyle(false)

test('what others wrote cannot move the cursor, colour, or turn the direction', () => {
  expect(plainText('a\u001b[2Jb\u202ec\td\r\ne\u0007')).toBe('a\ufffd[2Jb\ufffdc d e\ufffd')
  expect(plainText('Überarbeite 日本 👩‍💻')).toBe('Überarbeite 日本 👩‍💻')
})

test.each<[string, number, string]>([
  ['abcdef', 6, 'abcdef'],
  ['abcdef', 5, 'abcd…'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['👩‍💻👩‍💻', 3, '👩‍💻…'],
  ['a bcd', 3, 'a…'],
  ['abc', 0, ''],
])('%s in %s columns is %s', (text, columns, expected) => {
  expect(cut(text, columns)).toBe(expected)
  expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns)
})

test('words wrap, and one that is too long is cut', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
  expect(wrap('abcdefghijk lm', 8)).toEqual(['abcdefg…', 'lm'])
})

test.each([
  [null, '–'],
  [0, '0 s'],
  [59.9, '59 s'],
  [3_599, '59 min'],
  [7_500, '2 h 5 min'],
  [90_000, '1 d 1 h'],
  [20 * 86_400, '20 d'],
])('%s seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test('moments beside now, and in UTC', () => {
  const now = '2026-03-20T10:00:00Z'
  expect(relative('2026-03-20T09:57:00Z', now)).toBe('3 min ago')
  expect(relative('2026-03-20T07:55:00Z', now)).toBe('2 h ago')
  expect(relative('2026-03-22T11:00:00Z', now)).toBe('in 2 d')
  expect(relative(now, now)).toBe('now')
  expect(relative(null, now)).toBe('–')
  expect(toTheMinute('2026-03-20T10:00:59+02:00')).toBe('2026-03-20 08:00')
})

test('unknown is never 0, all is never nearly all', () => {
  expect(count(null)).toBe('–')
  expect(count(1_234_567)).toBe('1,234,567')
  expect([null, 0, 0.0001, 0.5, 0.12345, 0.99999, 1].map(percent)).toEqual([
    '–',
    '0 %',
    '0.1 %',
    '50 %',
    '12.3 %',
    '99.9 %',
    '100 %',
  ])
  expect([change(5, 4), change(3, 4), change(4, 4), change(1, 0), change(0, 0), change(null, 1)]).toEqual([
    '+25 %',
    '-25 %',
    '=',
    'new',
    '',
    '',
  ])
  const week = { since: '2026-03-02T00:00:00Z' }
  const begins = [null, '2026-03-02T00:15:00Z', '2026-03-02T00:00:00Z']
  expect(begins.map((history) => changeSince(5, 0, week, history))).toEqual(['–', '–', 'new'])
  expect([0, 999, 1_200, 5_000_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.2 KB', '5.0 GB'])
})

test('a badge is Markdown with its whole address, however narrow the window', () => {
  const path = '/badges/main.svg?repository=acme%2Fapi&signature=abc'
  const freshness = {
    as_of: '2026-03-02T12:00:00Z',
    newest_delivery_at: null,
    lag_seconds: 0,
    completeness: null,
  }
  const answer = { path, expires_at: null, freshness }
  const [markdown] = badgePage('main', answer, 'https://octometer.example', { style, width: 20 })
  expect(markdown).toBe(
    '![main](https://octometer.example/badges/main.svg?repository=acme%2Fapi&signature=abc)',
  )
})

test('a sparkline has the greatest highest, nothing lowest, and gaps for the unknown', () => {
  expect(sparkline([0, 1, 50, 100, null])).toBe('▁▂▅█ ')
  expect(sparkline([0, 0])).toBe('▁▁')
  expect(sparkline([])).toBe('')
})

test('bars: something can be seen, all is full', () => {
  expect([bar(0, 4), bar(0.001, 4), bar(0.5, 4), bar(1, 4), bar(2, 4)]).toEqual([
    '',
    '▏',
    '██',
    '████',
    '████',
  ])
  expect([progressBar(0, 4), progressBar(0.99, 4), progressBar(1, 4)]).toEqual(['░░░░', '███░', '████'])
})

interface Row {
  readonly name: string
  readonly value: number
  readonly more: string
}
const rows: readonly Row[] = [
  { name: 'a long name of something', value: 7, more: 'second' },
  { name: '日本語', value: 1_234, more: 'x' },
]
const columns: readonly Column<Row>[] = [
  { title: 'Name', text: ({ name }) => name, least: 8 },
  { title: 'Value', text: ({ value }) => count(value), align: 'right' },
  { title: 'More', text: ({ more }) => more, dropped: 1 },
]

test('a table with room: numbers at the right, whatever the letters are', () => {
  expect(renderTable(columns, rows, { style, width: 80 })).toEqual([
    '  Name                      Value  More',
    '  a long name of something      7  second',
    '  日本語                    1,234  x',
  ])
})

test('a table that is cut, then drops a column, is never wider than its line', () => {
  expect(renderTable(columns, rows, { style, width: 30 })).toEqual([
    '  Name           Value  More',
    '  a long name…       7  second',
    '  日本語         1,234  x',
  ])
  for (const width of [18, 22, 26, 30, 34, 38]) {
    for (const line of renderTable(columns, rows, { style, width })) {
      expect(widthOf(line)).toBeLessThanOrEqual(width)
    }
  }
  expect(renderTable(columns, rows, { style, width: 18 })[0]).not.toContain('More')
})

test('the foot says whether a number can be trusted', () => {
  const as_of = '2026-03-20T10:00:05Z'
  const fresh = { as_of, newest_delivery_at: '2026-03-20T10:00:02Z', lag_seconds: 0, completeness: 1 }
  expect(foot(fresh, style, 200)).toEqual([
    '  As of 2026-03-20 10:00:05 UTC · newest delivery 3 s ago (10:00:02) · ✓ everything counted · ✓ all of GitHub’s log held (24 h)',
  ])
  expect(foot({ ...fresh, lag_seconds: 90, completeness: 0.973 }, style, 80)).toEqual([
    '  As of 2026-03-20 10:00:05 UTC · newest delivery 3 s ago (10:00:02)',
    '  ! 1 min behind · ! 97.3 % of GitHub’s log held (24 h)',
  ])
  expect(
    foot({ ...fresh, newest_delivery_at: null, lag_seconds: null, completeness: null }, style, 80),
  ).toEqual([
    '  As of 2026-03-20 10:00:05 UTC · nothing received yet',
    '  ? how far behind is unknown · not compared with GitHub’s log',
  ])
})
