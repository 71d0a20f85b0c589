import { expect, test } from 'vitest'
import { badgeSvg } from './badge-svg.ts'

test('a badge says its label and value, to who looks and to who listens', () => {
  const svg = badgeSvg({ label: 'commits', value: '1,234', tone: 'plain' })
  expect(svg).toContain('role="img" aria-label="commits: 1,234"')
  expect(svg).toContain('<title>commits: 1,234</title>')
  expect([...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual(['commits', '1,234'])
  expect(svg).not.toContain('<path')
})

test('news are coloured, unknown is grey', () => {
  const grounds = (['good', 'bad', 'unknown'] as const).map(
    (tone) => /#(16794c|c22f3d|6a707c)/.exec(badgeSvg({ label: 'main', value: 'x', tone }))?.[1],
  )
  expect(grounds).toEqual(['16794c', 'c22f3d', '6a707c'])
})

test('whatever is written stays text', () => {
  const svg = badgeSvg({ label: '</title><script>a("&\')</script>\u0000', value: '"', tone: 'plain' })
  expect(svg).not.toContain('<script')
  expect(svg).not.toContain('\u0000')
  expect(svg).toContain('&lt;/title&gt;&lt;script&gt;a(&quot;&amp;&#39;)&lt;/script&gt;: &quot;</title>')
})

test('a trend is drawn to its greatest value, with gaps where nothing is known', () => {
  const svg = badgeSvg({ label: 'a', value: '3', tone: 'plain', trend: [0, 2, null, 4, 1] })
  const [, path = ''] = /<path d="([^"]*)"/.exec(svg) ?? []
  const points = [...path.matchAll(/([ML])[\d.]+ ([\d.]+)/g)].map(([, move, y]) => [move, Number(y)])
  expect(points).toEqual([
    ['M', 16],
    ['L', 10],
    ['M', 4],
    ['L', 13],
  ])
})
