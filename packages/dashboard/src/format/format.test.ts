import { expect, test } from 'vitest'
import { formatBytes, formatChange, formatCount, formatShare, formatShort } from './numbers.ts'
import { formatAgo, formatDuration } from './times.ts'

test('unknown is not zero', () => {
  expect([formatCount(null), formatShare(null), formatDuration(null), formatBytes(null)]).toEqual(
    Array.from({ length: 4 }, () => '–'),
  )
  expect([formatCount(0), formatShare(0), formatDuration(0), formatBytes(0)]).toEqual([
    '0',
    '0 %',
    '0s',
    '0 B',
  ])
})

test.each([
  [12_345, '12,345', '12.3K'],
  [7, '7', '7'],
])('%d is %s, or %s', (value, whole, short) => {
  expect([formatCount(value), formatShort(value)]).toEqual([whole, short])
})

test.each([
  [1, '100 %'],
  [0.99999, '> 99.9 %'],
  [0.982, '98.2 %'],
  [0.00001, '< 0.1 %'],
])('a share of %d is %s', (share, text) => {
  expect(formatShare(share)).toBe(text)
})

test.each([
  [112, 100, '+12 %'],
  [97, 100, '−3 %'],
  [0, 0, '0 %'],
  [3, 0, 'new'],
  [5000, 1, '> 999 %'],
  [null, 3, null],
  [3, null, null],
])('from %s after %s it changed by %s', (now, before, text) => {
  expect(formatChange(now, before)).toBe(text)
})

test.each([
  [0.25, '250ms'],
  [45, '45s'],
  [360, '6m'],
  [8640, '2.4h'],
  [138_240, '1.6d'],
  [-1800, '−30m'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test('times are told from now', () => {
  const now = Date.parse('2026-03-04T10:00:00Z')
  expect(formatAgo('2026-03-04T09:56:00Z', now)).toBe('4m ago')
  expect(formatAgo('2026-03-04T09:59:58Z', now)).toBe('just now')
  expect(formatAgo('2026-03-04T10:04:00Z', now)).toBe('in 4m')
})

test('bytes come in steps of 1024', () => {
  expect([formatBytes(512), formatBytes(12_595), formatBytes(3 * 1024 ** 3)]).toEqual([
    '512 B',
    '12.3 KB',
    '3.0 GB',
  ])
})
