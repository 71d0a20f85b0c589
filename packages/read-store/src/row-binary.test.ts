import { expect, test } from 'vitest'
import { readTextRows } from './row-binary.ts'

function value(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length: number[] = []
  for (let left = bytes.length; ; left >>= 7) {
    length.push(left < 128 ? left : (left & 127) | 128)
    if (left < 128) break
  }
  return Buffer.concat([Buffer.from(length), bytes])
}

test('rows of texts of every length are read', () => {
  const rows = [
    ['', 'é'],
    ['a'.repeat(127), 'b'.repeat(128)],
    ['c'.repeat(20_000), '{}'],
  ]
  const read = readTextRows(Buffer.concat(rows.flat().map(value)), 2)
  expect(read.map((row) => row.map((each) => each.toString()))).toEqual(rows)
  expect(readTextRows(Buffer.alloc(0), 2)).toEqual([])
})

test('an answer that was cut off is refused', () => {
  const whole = Buffer.concat([value('first'), value('second')])
  for (const length of [3, 6, 9]) expect(() => readTextRows(whole.subarray(0, length), 2)).toThrow(RangeError)
})
