import type { DeliveryLogSnapshot } from '@octometer/event-contracts'
import type { Page } from '@octometer/github-client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logParts } from './log-parts.ts'
import type { ListedAttempt } from './log-source.ts'

const start = Date.parse('2026-01-05T00:00:00Z')
const at = (second: number) => new Date(start + second * 1000).toISOString().replace('.000Z', 'Z')

function attempt(id: number, second: number): ListedAttempt {
  const what = { redelivery: false, event: 'push', action: null, status_code: 202 }
  return { id, guid: `guid-${id}`, delivered_at: at(second), ...what }
}

/** As GitHub lists them: the newest first, so many to a page. */
async function* pagesOf(seconds: readonly number[], size: number): AsyncGenerator<Page<ListedAttempt>> {
  const attempts = seconds.toSorted((a, b) => b - a).map((second, index) => attempt(index, second))
  const count = Math.max(1, Math.ceil(attempts.length / size))
  for (let page = 0; page < count; page += 1) {
    const items = attempts.slice(page * size, (page + 1) * size)
    yield { items, total: null, next: page === count - 1 ? null : `page ${page + 1}` }
  }
}

async function partsOf(seconds: readonly number[], size: number, since: number, until: number) {
  const source = { kind: 'hook', id: '7', owner: 'acme/api' } as const
  const unused = { pages: () => pagesOf([], 1), sent: () => Promise.reject(new Error('not asked')) }
  const range = { since: new Date(at(since)), until: new Date(at(until)) }
  const parts: DeliveryLogSnapshot[] = []
  for await (const part of logParts({ ...source, ...unused }, pagesOf(seconds, size), range)) parts.push(part)
  return parts
}

test('ranges follow one another, and each lists every attempt of its own', async () => {
  const second = fc.integer({ min: 0, max: 30 })
  const log = fc.record({
    seconds: fc.array(second, { maxLength: 60 }),
    size: fc.integer({ min: 1, max: 9 }),
    since: second,
    length: fc.integer({ min: 1, max: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(log, async ({ seconds, size, since, length }) => {
      const parts = await partsOf(seconds, size, since, since + length)
      expect(parts[0]?.until).toBe(new Date(at(since + length)).toISOString())
      expect(parts.at(-1)?.since).toBe(new Date(at(since)).toISOString())
      expect(parts.slice(1).map(({ until }) => until)).toEqual(parts.slice(0, -1).map((part) => part.since))
      for (const part of parts) {
        for (const { delivered_at } of part.deliveries)
          expect(delivered_at >= part.since && delivered_at < part.until).toBe(true)
      }
      const listed = parts.flatMap(({ deliveries }) => deliveries.map(({ id }) => id))
      const inRange = seconds.filter((each) => each >= since && each < since + length)
      expect(listed).toHaveLength(inRange.length)
      expect(new Set(listed).size).toBe(inRange.length)
    }),
    { numRuns: 300 },
  )
})

test('a look at the same range is the same snapshot', async () => {
  const [first] = await partsOf([3, 5], 10, 0, 9)
  const [again] = await partsOf([3, 5], 10, 0, 9)
  expect(again?.snapshot_id).toBe(first?.snapshot_id)
  expect(first).toMatchObject({ source: 'hook', source_id: '7', deliveries: [{ id: '0' }, { id: '1' }] })
})

test('pages older than the range are not asked for', async () => {
  let asked = 0
  async function* counted() {
    for await (const page of pagesOf([1, 2, 3, 4, 5, 6, 7, 8], 2)) {
      asked += 1
      yield page
    }
  }
  const source = { kind: 'hook', id: '7', owner: 'acme/api', pages: counted } as const
  const range = { since: new Date(at(6)), until: new Date(at(9)) }
  const sent = () => Promise.reject(new Error('not asked'))
  for await (const part of logParts({ ...source, sent }, counted(), range))
    expect(part.deliveries).not.toEqual([])
  expect(asked).toBe(2)
})
