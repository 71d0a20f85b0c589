import { expect, test } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { cutPage } from './paging.ts'

const place = z.tuple([z.int(), z.string()])

test('a cursor is its place again', () => {
  const cursor = encodeCursor([1_767_225_600_123, 'a/b "c" é'])
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
  expect(decodeCursor(cursor, place)).toEqual([1_767_225_600_123, 'a/b "c" é'])
  expect(decodeCursor(undefined, place)).toBeNull()
})

test.each([
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['another place', encodeCursor(['x', 1])],
  ['one of another list', encodeCursor([1, 2, 3])],
])('%s is refused', (_what, cursor) => {
  expect(() => decodeCursor(cursor, place)).toThrow('cursor must be the next_cursor of an earlier answer')
})

test('a page ends with a cursor while something follows', () => {
  const cut = (rows: readonly number[], more = false) =>
    cutPage(rows, { limit: 2, more, placeOf: (row) => row })
  expect(cut([1, 2, 3])).toEqual({ entries: [1, 2], page: { limit: 2, next_cursor: encodeCursor(2) } })
  expect(cut([1, 2])).toEqual({ entries: [1, 2], page: { limit: 2, next_cursor: null } })
  expect(cut([1], true)).toEqual({ entries: [1], page: { limit: 2, next_cursor: encodeCursor(1) } })
  expect(cut([])).toEqual({ entries: [], page: { limit: 2, next_cursor: null } })
})
