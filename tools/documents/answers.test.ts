import { expect, test } from 'vitest'
import { differenceOf } from './answers.ts'

const text = (shown: string, isExact = false) => ({ language: 'text' as const, isExact, text: shown })
const json = (shown: unknown, isExact = false) => ({
  language: 'json' as const,
  isExact,
  text: JSON.stringify(shown),
})

test.each([
  ['commits  12  ▁▂▃', 'commits 1,204 █▁'],
  ['As of 2026-01-01 10:00:00 UTC, 3 s ago', 'As of 2027-11-22 12:00:01 UTC, 12 min ago'],
  ['a\n…\nd', 'a\nb\nc\nd'],
  ['  http://127.0.0.1:8080/docs', 'http://127.0.0.1:40123/docs\n'],
])('%j is shown, %j is said: the same', (shown, said) => {
  expect(differenceOf(text(shown), said)).toBeNull()
})

test.each([
  ['commits 12', 'pushes 12'],
  ['a\nb', 'a\nb\nc'],
  ['b', 'a\nb'],
  ['a\nb', 'a'],
])('%j is shown, %j is said: another', (shown, said) => {
  expect(differenceOf(text(shown), said)).not.toBeNull()
})

test('numbers count in what is exact, times do not', () => {
  expect(differenceOf(text('issues 1, 2 s ago', true), 'issues 1, 9 s ago')).toBeNull()
  expect(differenceOf(text('issues 1', true), 'issues 2')).not.toBeNull()
  expect(differenceOf(json({ a: 1, at: '2026' }, true), '{"a":1,"at":"2027"}')).toBeNull()
  expect(differenceOf(json({ a: 1 }, true), '{"a":2}')).toBe('.a is 2')
})

test('a program that stays may say more before and after', () => {
  expect(differenceOf(text('b\nd'), 'a\nb\nc\nd\ne', true)).toBeNull()
  expect(differenceOf(text('b\nx'), 'a\nb\nc', true)).not.toBeNull()
})

test('JSON has the same fields, of the same types', () => {
  const shown = { data: [{ name: 'a', at: null }], count: 3 }
  expect(differenceOf(json(shown), '{"count":9,"data":[{"name":"b","at":"2026"},{}]}')).toBeNull()
  expect(differenceOf(json(shown), '{"count":"9","data":[{"name":"b","at":1}]}')).toBe('.count is "9"')
  expect(differenceOf(json(shown), '{"count":9,"data":[{"name":"b"}]}')).toBe('.data[] has the fields name')
  expect(() => differenceOf(json(shown), 'no')).toThrow('no JSON')
})
