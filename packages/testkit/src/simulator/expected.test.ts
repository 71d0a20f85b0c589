import { expect, test } from 'vitest'
import { createExpected } from './expected.ts'
import { createOracle } from './oracle.ts'
import type { ExpectedFact } from './oracle-counters.ts'
import { simulateWorkload } from './simulate.ts'

const at = (text: string) => Date.parse(text)
const fact = (repositoryId: number, time: string): ExpectedFact => ({
  counter: 'commits',
  repositoryId,
  key: `${repositoryId} ${time}`,
  at: at(time),
})
const nothing = {
  pullRequests: [],
  apiUsage: { calls: 0, cost: 0, totals: [], hours: [], remaining: [] },
  deliveriesByEvent: { push: 2, ping: 1 },
}
const facts = [
  fact(1, '2024-03-30T22:59:59Z'),
  fact(1, '2024-03-30T23:00:00Z'),
  fact(2, '2024-03-31T21:59:59Z'),
  fact(2, '2024-03-31T22:00:00Z'),
]
const expected = createExpected({ ...nothing, facts }, 'UTC')

test('counts are asked by repository and window, since inclusive, until exclusive', () => {
  const since = new Date('2024-03-30T23:00:00Z')
  const until = new Date('2024-03-31T22:00:00Z')
  expect(expected.counters.commits).toBe(4)
  expect(expected.counters.pushes).toBe(0)
  expect(expected.count({ counter: 'commits', since })).toBe(3)
  expect(expected.count({ counter: 'commits', since, until })).toBe(2)
  expect(expected.count({ counter: 'commits', repositoryIds: [2], until })).toBe(1)
  expect(expected.count({ counter: 'commits', repositoryIds: [] })).toBe(0)
  expect(expected.deliveries.total).toBe(3)
})

test('days are those of the zone, also when the clocks change', () => {
  const window = { since: new Date('2024-03-30T00:00:00Z'), until: new Date('2024-04-01T12:00:00Z') }
  const trend = (timezone: string) =>
    expected.trend({ counter: 'commits', bucket: 'day', ...window, timezone })
  expect(trend('Europe/Berlin')).toEqual([
    { start: '2024-03-29T23:00:00Z', value: 1 },
    { start: '2024-03-30T23:00:00Z', value: 2 },
    { start: '2024-03-31T22:00:00Z', value: 1 },
  ])
  expect(trend('UTC').map(({ value }) => value)).toEqual([2, 2, 0])
})

test('gaps are 0, and buckets at the edges count what lies in the window alone', () => {
  const trend = expected.trend({
    counter: 'commits',
    bucket: 'hour',
    since: new Date('2024-03-30T22:59:59Z'),
    until: new Date('2024-03-31T02:00:00Z'),
  })
  expect(trend.map(({ value }) => value)).toEqual([1, 1, 0, 0])
  const weeks = expected.trend({
    counter: 'commits',
    bucket: 'week',
    since: new Date('2024-03-30T23:00:00Z'),
    until: new Date('2024-04-02T00:00:00Z'),
  })
  expect(weeks).toEqual([
    { start: '2024-03-25T00:00:00Z', value: 3 },
    { start: '2024-04-01T00:00:00Z', value: 0 },
  ])
})

test('the trends of a workload add up to its totals', () => {
  const { expected: whole } = simulateWorkload({
    seed: 4,
    deliveries: 1_500,
    start: new Date('2024-03-04T00:00:00Z'),
    days: 20,
    timezone: 'America/New_York',
  })
  const since = new Date('2022-01-01T00:00:00Z')
  const until = new Date('2024-06-01T00:00:00Z')
  for (const bucket of ['hour', 'day', 'week'] as const) {
    const points = whole.trend({ counter: 'commits', bucket, since, until })
    expect(points.reduce((sum, { value }) => sum + value, 0)).toBe(whole.counters.commits)
    expect(new Set(points.map(({ start }) => start)).size).toBe(points.length)
  }
})

test('an oracle that is told one thing with two times says so', () => {
  const oracle = createOracle()
  const push = { repositoryId: 1, ref: 'refs/heads/main', before: 'a', after: 'b', commits: [] }
  oracle.pushed({ ...push, pushedAt: at('2024-03-04T10:00:00Z') })
  expect(() => oracle.pushed({ ...push, pushedAt: at('2024-03-04T10:00:01Z') })).toThrow('two times')
})
