import { alertSettingsFrom } from '@octometer/event-contracts'
import type { Bucket, BucketEntry } from '@octometer/event-log'
import { expect, test } from 'vitest'
import type { Finding } from '../rules/event-rule.ts'
import { AlertBook } from './alert-book.ts'

const NOW = new Date('2026-01-05T12:00:00Z')

/** A bucket whose writes take a turn of the event loop, as those of a server do. */
function slowBucket(): Bucket {
  const held = new Map<string, BucketEntry>()
  let writes = 0
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const isNow = (key: string, revision: number) => (held.get(key)?.revision ?? 0) === revision
  return {
    entries: async () => [...held.values()],
    get: async (key) => held.get(key) ?? null,
    async put(key, value, revision) {
      await turn()
      if (!isNow(key, revision)) return null
      writes += 1
      held.set(key, { key, value, revision: writes })
      return writes
    },
    async remove(key, revision) {
      await turn()
      return isNow(key, revision) && held.delete(key)
    },
  }
}

function openBook(bucket: Bucket): Promise<AlertBook> {
  const { rules, leastSeverity } = alertSettingsFrom([])
  return AlertBook.open({
    bucket,
    settings: rules,
    telling: { targets: [], leastSeverity },
    append: async () => undefined,
    tell: async () => undefined,
    now: () => NOW,
  })
}

const finding = (kind: 'raised' | 'recovered', key: string, at: string): Finding => ({
  rule: 'build-failure',
  subject: '7:workflow:3',
  repository: { id: 7, full_name: 'acme/api' },
  evidence: {
    ...{ kind, key, at, observed_at: at, severity: 'high' },
    ...{ title: `title ${key}`, message: '', url: null, delivery: `guid-${key}` },
  },
})

const long = '2025-11-01T10:00:00.000Z'
const today = '2026-01-05T11:00:00.000Z'
const aDayAgo = new Date('2026-01-04T12:00:00Z')

test('what the log and the clock tell of one subject at a time is taken in, one after the other', async () => {
  const bucket = slowBucket()
  const book = await openBook(bucket)
  await Promise.all([
    book.record([finding('raised', 'a', today)]),
    book.record([finding('raised', 'b', today)]),
    book.review(),
    book.record([finding('raised', 'c', today)]),
  ])
  expect(book.states().flatMap(({ booked }) => booked.map(({ alert }) => alert.count))).toEqual([3])
  expect((await openBook(bucket)).states()).toEqual(book.states())
})

test('a subject that is told of while it is being forgotten is not forgotten', async () => {
  const book = await openBook(slowBucket())
  await book.record([finding('recovered', 'old', long)])
  const [, forgotten] = await Promise.all([
    book.record([finding('raised', 'new', today)]),
    book.forget(aDayAgo),
  ])
  expect(forgotten).toBe(0)
  expect(book.states().flatMap(({ booked }) => booked.map(({ alert }) => alert.state))).toEqual(['open'])
})

test('a subject of which nothing was heard for long is forgotten, and may come again', async () => {
  const book = await openBook(slowBucket())
  await book.record([finding('recovered', 'old', long)])
  const [forgotten] = await Promise.all([
    book.forget(aDayAgo),
    book.record([finding('raised', 'new', today)]),
  ])
  expect(forgotten).toBe(1)
  expect(book.states()).toHaveLength(1)
})

test('another book that has written the same subject is heard of', async () => {
  const bucket = slowBucket()
  const [one, other] = [await openBook(bucket), await openBook(bucket)]
  await one.record([finding('raised', 'a', today)])
  await expect(other.record([finding('raised', 'b', today)])).rejects.toMatchObject({ code: 'book_taken' })
})
