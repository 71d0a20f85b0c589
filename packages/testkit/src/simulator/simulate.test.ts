import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { day } from './calendar.ts'
import { deliveryHeaders } from './delivery.ts'
import { genuineExamples } from './examples.ts'
import { parseBody } from './parsed-payload.ts'
import { unheardOfEvents } from './repository-life.ts'
import { simulateStream, simulateWorkload, type WorkloadOptions } from './simulate.ts'

const start = new Date('2024-03-04T00:00:00Z')
const options: WorkloadOptions = { seed: 1, deliveries: 3_000, start, days: 28 }
const workload = simulateWorkload(options)

function digest(some: WorkloadOptions): string {
  const hash = createHash('sha256')
  const stream = simulateStream(some)
  for (;;) {
    const next = stream.next()
    if (next.done === true) return hash.update(JSON.stringify(next.value)).digest('hex')
    const { body, payload, ...envelope } = next.value
    hash.update(JSON.stringify(envelope)).update(body)
  }
}

test('the same options give the same bytes, another seed others', () => {
  const small = { ...options, deliveries: 800 }
  expect(digest(small)).toBe(digest(small))
  expect(digest(small)).not.toBe(digest({ ...small, seed: 2 }))
})

test('a payload shown later is the payload as it was', () => {
  const streamed: string[] = []
  for (const delivery of simulateStream({ ...options, deliveries: 800 })) streamed.push(delivery.body)
  const kept = simulateWorkload({ ...options, deliveries: 800 }).deliveries.map(({ body }) => body)
  expect(kept).toEqual(streamed)
})

test.each([1, 17, 300, 3_000])(
  '%i deliveries are exactly as many, in the order of their arrival',
  (count) => {
    const { deliveries, expected } = simulateWorkload({ ...options, deliveries: count })
    expect(deliveries).toHaveLength(count)
    expect(expected.deliveries.total).toBe(count)
    expect(new Set(deliveries.map(({ guid }) => guid)).size).toBe(count)
    const times = deliveries.map(({ receivedAt }) => receivedAt.getTime())
    expect(times).toEqual(times.toSorted((left, right) => left - right))
  },
)

test.each([0.1, 1, 5, 28, 120])('a workload of %d days ends within them, not long before', (days) => {
  const { deliveries } = simulateWorkload({ ...options, deliveries: 1_500, days })
  const last = deliveries.at(-1)?.receivedAt.getTime() ?? 0
  const share = (last - start.getTime()) / (days * day)
  expect(share).toBeLessThan(1)
  expect(share).toBeGreaterThan(0.7)
})

test('most work is done on working days, and least of it at night', () => {
  const times = workload.deliveries.map(({ receivedAt }) => receivedAt)
  const share = (matches: (time: Date) => boolean) => times.filter(matches).length / times.length
  expect(share((time) => time.getUTCDay() % 6 === 0)).toBeLessThan(0.15)
  // Office hours from Kolkata to Los Angeles, in UTC.
  expect(share((time) => time.getUTCHours() >= 5 && time.getUTCHours() < 23)).toBeGreaterThan(0.85)
})

test('every event is one of GitHub’s, or one that nobody knows', () => {
  const genuine = genuineExamples().map(({ name }) => name)
  const known = new Set([...genuine, ...unheardOfEvents])
  const { byEvent } = workload.expected.deliveries
  expect(Object.keys(byEvent).filter((event) => !known.has(event))).toEqual([])
  expect(Object.keys(byEvent).length).toBeGreaterThan(25)
})

test('headers tell of the delivery and its hook', () => {
  const [first] = workload.deliveries
  if (first === undefined) throw new Error('no delivery')
  expect(deliveryHeaders(first)).toMatchObject({
    'content-type': 'application/json',
    'x-github-delivery': first.guid,
    'x-github-event': first.event,
    'x-github-hook-id': `${first.hookId}`,
    'x-github-hook-installation-target-type': first.targetType,
  })
})

test('repositories keep their ids through their names', () => {
  const names = new Map<number, Set<string>>()
  for (const delivery of workload.deliveries) {
    const { repository } = parseBody(delivery)
    if (repository === undefined || repository === null) continue
    names.set(repository.id, (names.get(repository.id) ?? new Set()).add(repository.full_name))
  }
  for (const { id, names: told, fullName } of workload.repositories) {
    expect(told.at(-1)).toBe(fullName)
    for (const name of names.get(id) ?? []) expect(told).toContain(name)
  }
  expect(workload.repositories.some(({ fullName }) => fullName.endsWith('/next.js'))).toBe(true)
  expect(workload.repositories.filter(({ names: told }) => told.length > 1)).toHaveLength(3)
})
