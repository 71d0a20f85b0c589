import { listPullRequests } from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { nameRow, pullRow } from '../rows.fixture.ts'
import { columnsOf } from './columns.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-20T00:00:00Z') })
const PATH = '/api/v1/pull-requests'
const PULLS = 2_300
const START = Date.parse('2026-03-01T00:00:00Z')

const titles = ['=HYPERLINK("http://x")', 'a "quoted", title', '+1', '@home', 'line\nbreak', 'Größe']

const pulls = Array.from({ length: PULLS }, (_, index) => ({
  repository_id: 1,
  number: index + 1,
  at: new Date(START + index * 60_000),
  created_at: new Date(START),
  state: 'open' as const,
  author: '-octocat',
  labels: ['bug'],
  title: titles[index % titles.length] ?? '',
}))

beforeAll(async () => {
  await gateway.insert('deliveries', { repository_names: [nameRow(1, 'acme/api', '2026-03-01T00:00:00Z')] })
  await gateway.insert('pull-requests', {
    pull_requests: pulls.map((pull) => pullRow(pull)),
  })
})

const download = (format: string, more = '') => gateway.ask(`${PATH}?format=${format}${more}`)

test('NDJSON holds every entry as the API answers it, in the same order', async () => {
  const { status, headers, text } = await download('ndjson')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/x-ndjson')
  expect(headers.get('content-disposition')).toBe('attachment; filename="pull-requests.ndjson"')
  expect(JSON.parse(headers.get('octo-freshness') ?? '')).toMatchObject({ lag_seconds: 0 })
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(entries.map(({ number }) => number)).toEqual(pulls.map(({ number }) => number).reverse())
  const page = await gateway.ask(`${PATH}?limit=3`)
  expect(entries.slice(0, 3)).toEqual(page.body.data)
})

test('JSON is one array of the same entries, empty where there are none', async () => {
  const { status, headers, text } = await download('json')
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  expect(headers.get('content-disposition')).toBe('attachment; filename="pull-requests.json"')
  const lines = (await download('ndjson')).text.trimEnd().split('\n')
  expect(JSON.parse(text)).toEqual(lines.map((line) => JSON.parse(line)))
  expect((await download('json', '&author=nobody')).text).toBe('[]\n')
})

/** RFC 4180. */
function readCsv(text: string): readonly (readonly string[])[] {
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)
  const rows: string[][] = [[]]
  for (const [, quoted, bare = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === '\n') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

test('CSV has one header, all rows, and no formulas', async () => {
  const { status, headers, text } = await download('csv')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const [header = [], ...rows] = readCsv(text)
  expect(header).toEqual(columnsOf(listPullRequests).map(({ name }) => name))
  expect(rows).toHaveLength(PULLS)
  const cell = (row: readonly string[] | undefined, name: string) => row?.[header.indexOf(name)]
  const expected = [...titles].map((title) => (/^[=+@]/.test(title) ? `'${title}` : title))
  const first = rows.toReversed().slice(0, titles.length)
  expect(first.map((row) => cell(row, 'title'))).toEqual(expected)
  expect(cell(first[0], 'author')).toBe("'-octocat")
  expect(cell(first[0], 'updated_at')).toBe('2026-03-01T00:00:00.000Z')
  expect(cell(first[0], 'labels')).toBe('["bug"]')
  expect(cell(first[0], 'number')).toBe('1')
  // Unknown is no 0 and no empty text.
  expect(cell(first[0], 'closed_at')).toBe('\\N')
})

test('Parquet has its types, and ClickHouse reads it back', async () => {
  const url = `${gateway.url()}${PATH}?format=parquet&author=-octocat`
  const answer = await fetch(url, { headers: { authorization: `Bearer ${keys.viewer}` } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/vnd.apache.parquet')
  const file = Buffer.from(await answer.arrayBuffer())
  expect([file.subarray(0, 4).toString(), file.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  const store = gateway.store()
  await store.command(
    'test',
    "CREATE TABLE exported (number Int64, title String, updated_at DateTime64(3, 'UTC'), closed_at Nullable(DateTime64(3, 'UTC')), draft Nullable(Bool)) ENGINE = Memory",
  )
  await gateway.insertFile('exported', 'Parquet', file)
  const asked = await gateway.ask('/api/v1/sql', {
    body: {
      query:
        "SELECT count() AS rows, min(number) AS first, max(updated_at) = toDateTime64('2026-03-02 14:19:00', 3, 'UTC') AS is_last, countIf(closed_at IS NOT NULL) AS closed, anyIf(title, number = 1) AS title FROM exported",
    },
  })
  expect(asked.body.data).toEqual([{ rows: PULLS, first: 1, is_last: 1, closed: 0, title: titles[0] }])
})

test.each([
  ['format=xlsx', 'format', /must be one of csv, json, ndjson, parquet/],
  ['format=csv&format=csv', 'format', /only once/],
  ['format=csv&limit=5', 'limit', /whole list/],
  ['format=csv&cursor=abc', 'cursor', /whole list/],
  ['format=csv&state=gone', 'state', /must be one of/],
])('%s is refused before anything is sent', async (query, parameter, why) => {
  const { status, body } = await gateway.ask(`${PATH}?${query}`)
  expect({ status, body }).toMatchObject({
    status: 400,
    body: { parameter, detail: expect.stringMatching(why) },
  })
})

test('what is no list has no files', async () => {
  const { status, body } = await gateway.ask('/api/v1/counters?window=week&format=csv')
  expect({ status, body }).toMatchObject({ status: 400, body: { parameter: 'format' } })
})

test('a file holds what its reader may see, even nothing', async () => {
  const token = await tokenFor(['acme/other'])
  const { status, text } = await gateway.ask(`${PATH}?format=csv`, { as: token })
  expect(status).toBe(200)
  expect(readCsv(text)).toHaveLength(1)
})
