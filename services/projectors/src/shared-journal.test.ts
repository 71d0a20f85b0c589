import { expect, test } from 'vitest'
import { together } from './shared-journal.ts'

/** A write that stands until it is let through. */
function gate() {
  const writes: { readonly rows: readonly number[]; readonly done: PromiseWithResolvers<void> }[] = []
  const write = (rows: readonly number[]) => {
    const done = Promise.withResolvers<void>()
    writes.push({ rows, done })
    return done.promise
  }
  return { writes, write: together(write) }
}

test('what comes during a write is the next write, and is told only when that is done', async () => {
  const { writes, write } = gate()
  const told: string[] = []
  const all = [
    write([1]).then(() => told.push('first')),
    write([2, 3]).then(() => told.push('second')),
    write([4]).then(() => told.push('third')),
  ]
  expect(writes.map(({ rows }) => rows)).toEqual([[1]])
  writes[0]?.done.resolve()
  await expect.poll(() => writes.length).toBe(2)
  expect(writes[1]?.rows).toEqual([2, 3, 4])
  expect(told).toEqual(['first'])
  writes[1]?.done.resolve()
  await Promise.all(all)
  const later = write([5])
  expect(writes[2]?.rows).toEqual([5])
  writes[2]?.done.resolve()
  await later
})

test('no rows are no write', async () => {
  const { writes, write } = gate()
  await write([])
  expect(writes).toEqual([])
})

test('one whose rows are refused hears of it alone', async () => {
  const written: (readonly number[])[] = []
  const write = together(async (rows: readonly number[]) => {
    if (rows.includes(13)) throw new RangeError('13 is refused')
    written.push(rows)
  })
  const ends = await Promise.allSettled([write([1]), write([2]), write([13]), write([3])])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(written).toEqual([[1], [2], [3]])
  await expect(write([13])).rejects.toThrow('13 is refused')
})
