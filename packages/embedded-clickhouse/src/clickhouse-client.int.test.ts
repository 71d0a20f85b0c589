import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { afterAll, expect, test } from 'vitest'
import { serverForTests, writer } from './running-server.fixture.ts'

const server = serverForTests()
const clients: ClickHouseClient[] = []

function client(options: Parameters<typeof createClient>[0] = {}): ClickHouseClient {
  const made = createClient({
    url: server.url(),
    username: writer.user,
    password: writer.password,
    log: { level: ClickHouseLogLevel.OFF },
    ...options,
  })
  clients.push(made)
  return made
}

afterAll(async () => {
  await Promise.all(clients.map((one) => one.close()))
})

test('ping, command, insert of rows and of a stream, query', async () => {
  const db = client()
  expect(await db.ping()).toEqual({ success: true })
  expect(await db.ping({ select: true })).toEqual({ success: true })
  await db.command({
    query:
      'CREATE TABLE events (id UInt64, at DateTime64(3), labels Map(String, String)) ENGINE = MergeTree ORDER BY id',
    clickhouse_settings: { wait_end_of_query: 1 },
  })
  const one = await db.insert({
    table: 'events',
    values: [{ id: 1, at: '2026-01-02 03:04:05.678', labels: { a: 'b' } }],
    format: 'JSONEachRow',
  })
  expect(one.summary?.written_rows).toBe('1')
  const many = Readable.from(
    (function* () {
      for (let id = 2; id <= 10_000; id += 1) yield { id, at: id, labels: {} }
    })(),
  )
  const streamed = await db.insert({ table: 'events', values: many, format: 'JSONEachRow' })
  expect(streamed.summary?.written_rows).toBe('9999')

  const result = await db.query({
    query: 'SELECT * FROM events WHERE id < {max:UInt64} ORDER BY id',
    query_params: { max: 2 },
  })
  expect(await result.json()).toMatchObject({
    rows: 1,
    data: [{ id: 1, at: '2026-01-02 03:04:05.678', labels: { a: 'b' } }],
  })
  expect(result.response_headers['x-clickhouse-format']).toBe('JSON')
})

test('a stream of JSONEachRow, parsed as it comes', async () => {
  const result = await client().query({ query: 'SELECT number FROM numbers(300000)', format: 'JSONEachRow' })
  let rows = 0
  let sum = 0
  for await (const batch of result.stream<{ number: string }>()) {
    for (const row of batch) {
      rows += 1
      sum += Number(row.json().number)
    }
  }
  expect([rows, sum]).toEqual([300_000, (299_999 * 300_000) / 2])
})

test('parameters of every kind, short in the URL and long in a multipart body', async () => {
  const db = client()
  const query_params = {
    text: "quote ' backslash \\ tab \t newline \n umlaut ü",
    list: ['a', "b'", 'c\\'],
    when: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    none: null,
    map: { k: 1 },
    yes: true,
  }
  const query = `SELECT {text:String} AS text, {list:Array(String)} AS list, {when:DateTime} AS when, {none:Nullable(String)} AS none,
    {map:Map(String, UInt8)} AS map, {yes:Bool} AS yes`
  const expected = {
    text: query_params.text,
    list: query_params.list,
    when: '2026-01-02 03:04:05',
    none: null,
    map: { k: 1 },
    yes: true,
  }
  for (const use_multipart_params of [false, true]) {
    const rows = await (
      await db.query({ query, query_params, use_multipart_params, format: 'JSONEachRow' })
    ).json()
    expect([use_multipart_params, rows]).toEqual([use_multipart_params, [expected]])
  }
})

test('gzip both ways', async () => {
  const db = client({ compression: { request: true, response: true } })
  await db.command({ query: 'CREATE TABLE zipped (id UInt32, text String) ENGINE = MergeTree ORDER BY id' })
  const values = Array.from({ length: 5_000 }, (_, id) => ({ id, text: 'x'.repeat(50) }))
  await db.insert({ table: 'zipped', values, format: 'JSONEachRow' })
  const result = await db.query({ query: 'SELECT id, text FROM zipped ORDER BY id', format: 'JSONEachRow' })
  expect(result.response_headers['content-encoding']).toBe('gzip')
  expect(await result.json()).toEqual(values)
  const exec = await db.exec({ query: 'SELECT 1 FORMAT CSV' })
  expect(await new Response(Readable.toWeb(exec.stream) as ReadableStream).text()).toBe('1\n')
})

test('errors have their code and type', async () => {
  const db = client()
  const failing = async (run: Promise<unknown>) =>
    run.then(
      () => 'no error',
      (error: unknown) => error,
    )
  const unknown = await failing(db.query({ query: 'SELECT * FROM nowhere' }))
  expect(unknown).toBeInstanceOf(ClickHouseError)
  expect(unknown).toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
  expect(await failing(db.command({ query: 'CREATE TABL x' }))).toMatchObject({
    code: '62',
  })
  expect(
    await failing(db.insert({ table: 'nowhere', values: [{ a: 1 }], format: 'JSONEachRow' })),
  ).toMatchObject({ code: '60' })
  expect(await failing(client({ password: 'wrong' }).query({ query: 'SELECT 1' }))).toMatchObject({
    code: '516',
  })
})

test('a failure in the middle of a stream reaches who reads it', async () => {
  for (const compression of [{ response: false }, { response: true }]) {
    const result = await client({ compression }).query({
      query: 'SELECT throwIf(number = 2000000) AS a, number FROM numbers(3000000)',
      format: 'JSONEachRow',
    })
    const read = async () => {
      for await (const batch of result.stream()) batch.length
    }
    await expect(read()).rejects.toThrow()
  }
})

test('the reader, as the client comes without any configuration', async () => {
  const db = createClient({ url: server.url(), log: { level: ClickHouseLogLevel.OFF } })
  clients.push(db)
  expect(await db.ping({ select: true })).toEqual({ success: true })
  const result = await db.query({
    query: 'SELECT {x:UInt8} AS x',
    query_params: { x: 5 },
    format: 'JSONEachRow',
  })
  expect(await result.json()).toEqual([{ x: 5 }])
  await expect(db.command({ query: 'CREATE TABLE no (a Int8) ENGINE = Memory' })).rejects.toMatchObject({
    code: '164',
  })
  await expect(
    db.insert({ table: 'events', values: [{ id: 1 }], format: 'JSONEachRow' }),
  ).rejects.toMatchObject({ code: '164' })
})
