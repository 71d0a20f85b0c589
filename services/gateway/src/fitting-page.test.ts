import { expect, test } from 'vitest'
import { collectFitting } from './fitting-page.ts'

interface Numbered {
  readonly number: number
  readonly fits: boolean
}

/** Numbers from 0 to below `count`, of which every `nth` fits; and the sizes of the lots that were asked for. */
function numbers(count: number, nth: number) {
  const lots: number[] = []
  const all = Array.from({ length: count }, (_, number) => ({ number, fits: number % nth === 0 }))
  const next = async (after: Numbered | null, limit: number) => {
    lots.push(limit)
    const from = after === null ? 0 : after.number + 1
    return all.slice(from, from + limit)
  }
  return { next, lots }
}

test.each([
  [1000, 1, 10, 10],
  [1000, 7, 100, 100],
  [1000, 7, 143, 143],
  [1000, 7, 500, 143],
  [30, 1, 10, 10],
  [30_000, 9999, 4, 4],
  [0, 1, 10, 0],
])(
  'of %i candidates every %ith: %i are wanted, %i are found, in order',
  async (count, nth, wanted, found) => {
    const { next } = numbers(count, nth)
    const page = await collectFitting<Numbered>(wanted, next)
    expect(page.map(({ number }) => number)).toEqual(Array.from({ length: found }, (_, index) => index * nth))
  },
)

test('one lot is enough where nearly all fit, and lots grow where few do', async () => {
  const many = numbers(1000, 1)
  await collectFitting<Numbered>(100, many.next)
  expect(many.lots).toEqual([120])
  const few = numbers(100_000, 50_000)
  await collectFitting<Numbered>(10, few.next)
  expect(few.lots.slice(0, 6)).toEqual([30, 120, 480, 1920, 5000, 5000])
})
