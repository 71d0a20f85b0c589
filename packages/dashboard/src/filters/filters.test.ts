import { expect, test } from 'vitest'
import {
  type Filters,
  onlyFilters,
  parseSearch,
  readFilters,
  stringifySearch,
  writeFilters,
} from './filters.ts'
import { bucketOf, periodBefore, periodOf } from './period.ts'

const plain: Filters = {
  range: { preset: '7d' },
  repositories: [],
  people: [],
  exclude: [],
  teams: [],
  bots: false,
  maintainers: true,
}

test.each<[string, Filters]>([
  ['', plain],
  ['?range=24h&bots=with', { ...plain, range: { preset: '24h' }, bots: true }],
  ['?maintainers=without', { ...plain, maintainers: false }],
  [
    '?repository=acme/api&repository=acme/web&person=mona&exclude=bot-1&team=core',
    {
      ...plain,
      repositories: ['acme/api', 'acme/web'],
      people: ['mona'],
      exclude: ['bot-1'],
      teams: ['core'],
    },
  ],
  [
    '?since=2026-03-01T00:00:00.000Z&until=2026-03-02T00:00:00.000Z',
    { ...plain, range: { since: '2026-03-01T00:00:00.000Z', until: '2026-03-02T00:00:00.000Z' } },
  ],
])('the address %s is read, and written as it was', (address, filters) => {
  expect(readFilters(parseSearch(address))).toEqual(filters)
  expect(parseSearch(stringifySearch(writeFilters(filters)))).toEqual(parseSearch(address))
})

test.each([
  '?range=century',
  '?since=yesterday&until=today',
  '?since=2026-03-02&until=2026-03-01',
  '?bots=maybe',
])('what is wrong in %s is as good as not there', (address) => {
  expect(readFilters(parseSearch(address))).toEqual(plain)
})

test('names with any characters survive the address', () => {
  const repositories = ['a/b & c=d', 'ümlaut/<script>', '100%/#?']
  const address = stringifySearch(writeFilters({ ...plain, repositories }))
  expect(readFilters(parseSearch(address)).repositories).toEqual(repositories)
})

test('filters go along to another page, what a page keeps for itself does not', () => {
  expect(onlyFilters(parseSearch('?range=30d&open=1&repository=a/b'))).toEqual({
    range: '30d',
    repository: 'a/b',
  })
})

test('a preset ends with the current minute, its predecessor where it begins', () => {
  const period = periodOf({ preset: '24h' }, Date.parse('2026-03-04T10:20:30Z'))
  expect(period).toEqual({ since: '2026-03-03T10:21:00.000Z', until: '2026-03-04T10:21:00.000Z' })
  expect(periodBefore(period)).toEqual({ since: '2026-03-02T10:21:00.000Z', until: period.since })
})

test.each([
  ['24h', 'hour'],
  ['7d', 'day'],
  ['90d', 'day'],
  ['1y', 'week'],
] as const)('%s is drawn by %s', (preset, bucket) => {
  expect(bucketOf(periodOf({ preset }, 0))).toBe(bucket)
})
