import { type ApiRoute, entriesOf, getReviewLoad, listRepositories } from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { examples } from '../documents/examples.fixture.ts'
import { endpoints } from '../endpoints.ts'
import { fillEveryModel, filled } from '../every-model.fixture.ts'
import { gatewayForTests, keys } from '../gateway.fixture.ts'
import { columnsOf } from './columns.ts'

const gateway = gatewayForTests(filled)
beforeAll(() => fillEveryModel(gateway))

const lists = endpoints.flatMap(({ route }) => {
  const entries = entriesOf(route)
  return entries === null ? [] : [{ route, entries, path: examples[route.operationId] ?? '' }]
})

const asFile = (path: string, format: string) =>
  gateway.ask(`${path}${path.includes('?') ? '&' : '?'}format=${format}`)

test('lists without pages are among them, and an administrator’s', () => {
  const names = lists.map(({ route }) => route.path)
  expect(names).toEqual(
    expect.arrayContaining(
      ['teams', 'keys', 'projections', 'rate-limits', 'deliveries'].map((name) => `/api/v1/${name}`),
    ),
  )
})

test('what may be unknown has the type of what is known', () => {
  const typeOf = (route: ApiRoute, name: string) => columnsOf(route).find((each) => each.name === name)?.type
  expect(typeOf(getReviewLoad, 'share')).toBe('number')
  expect(typeOf(listRepositories, 'archived')).toBe('truth')
  expect(typeOf(listRepositories, 'stars')).toBe('whole')
  expect(typeOf(listRepositories, 'pushed_at')).toBe('time')
  expect(typeOf(listRepositories, 'language')).toBe('text')
})

test.each(lists)('$path as JSON, NDJSON, CSV and Parquet', async ({ route, entries, path }) => {
  const { body } = await gateway.ask(path)
  const listed = body[entries] as readonly unknown[]
  const ndjson = await asFile(path, 'ndjson')
  expect(ndjson).toMatchObject({ status: 200 })
  const lines = ndjson.text.split('\n').filter((line) => line !== '')
  expect(lines).toHaveLength(listed.length)
  expect(Object.keys(JSON.parse(lines[0] ?? '{}'))).toEqual(Object.keys(Object(listed[0])))
  const json = await asFile(path, 'json')
  expect([json.status, json.body]).toEqual([200, lines.map((line) => JSON.parse(line))])
  const csv = await asFile(path, 'csv')
  expect(csv).toMatchObject({ status: 200 })
  const header = csv.text.split('\n')[0]?.replaceAll('"', '').split(',')
  expect(header).toEqual(columnsOf(route).map(({ name }) => name))
  const parquet = await fetch(`${gateway.url()}${path}${path.includes('?') ? '&' : '?'}format=parquet`, {
    headers: { 'x-api-key': keys.admin },
  })
  const file = Buffer.from(await parquet.arrayBuffer())
  expect([parquet.status, file.subarray(0, 4).toString()]).toEqual([200, 'PAR1'])
})
