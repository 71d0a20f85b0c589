import { once } from 'node:events'
import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rawPost, serverForTests, writer } from './running-server.fixture.ts'

const server = serverForTests()

async function makeTable(name: string): Promise<void> {
  const { status, text } = await server.ask(
    `CREATE TABLE ${name} (a UInt64, b String) ENGINE = MergeTree ORDER BY a SETTINGS fsync_after_insert = 1`,
  )
  expect([status, text]).toEqual([200, ''])
}

async function rowsOf(table: string): Promise<unknown> {
  const { text } = await server.ask(
    `SELECT groupArray((a, b)) AS rows FROM (SELECT * FROM ${table} ORDER BY a, b)`,
    {
      url: { default_format: 'JSONEachRow' },
    },
  )
  return JSON.parse(text).rows
}

test('rows in the body, in the query, and in both', async () => {
  await makeTable('ways')
  const into = { query: 'INSERT INTO ways FORMAT JSONEachRow' }
  const { headers } = await server.ask('{"a":1,"b":"é"}\n{"b":"x","a":2}', { url: into })
  expect(JSON.parse(headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ written_rows: '2' })
  await server.ask("INSERT INTO ways VALUES (3, 'y'), (4, concat('z', '!'))")
  await server.ask('INSERT INTO ways (b, a) SETTINGS max_threads = 1 FORMAT CSV "q,1",5')
  await server.ask("(6, 'v')", { url: { query: 'INSERT INTO ways VALUES' } })
  await server.ask('\t7\n', { url: { query: 'INSERT INTO octometer.ways (b, a) FORMAT TSV' } })
  expect(await rowsOf('ways')).toEqual([
    [1, 'é'],
    [2, 'x'],
    [3, 'y'],
    [4, 'z!'],
    [5, 'q,1'],
    [6, 'v'],
    [7, ''],
  ])
})

test('what a table gives in a format, it takes in that format', async () => {
  await makeTable('source')
  await server.ask("INSERT INTO source SELECT number, toString(number) || '\\0\\n' FROM numbers(1000)")
  for (const format of ['Native', 'RowBinary', 'Parquet', 'ArrowStream', 'CSVWithNames', 'MsgPack', 'JSON']) {
    await makeTable(`copy_${format}`)
    const sent = await rawPost(
      `${server.url()}/?query=SELECT+*+FROM+source+FORMAT+${format}`,
      Buffer.alloc(0),
    )
    const took = await server.ask(new Uint8Array(sent.bytes), {
      url: { query: `INSERT INTO copy_${format} FORMAT ${format}` },
    })
    const same = await server.ask(`SELECT count() FROM source INNER JOIN copy_${format} AS c USING (a, b)`)
    expect([format, took.text, same.text]).toEqual([format, '', '1000\n'])
  }
})

test('INSERT … SELECT FROM input() stores what the body holds', async () => {
  await makeTable('through_input')
  const query = "INSERT INTO through_input SELECT x * 2, upper(y) FROM input('x UInt64, y String') FORMAT CSV"
  expect((await server.ask('1,a\n2,b\n', { url: { query } })).text).toBe('')
  expect(await rowsOf('through_input')).toEqual([
    [2, 'A'],
    [4, 'B'],
  ])
})

test('INSERT … SELECT and an INSERT after WITH take no rows of the body', async () => {
  await makeTable('selected')
  await server.ask("INSERT INTO selected SELECT 1, 'one'")
  await server.ask("WITH 2 AS x INSERT INTO selected SELECT x, 'two'")
  await server.ask('INSERT INTO selected (a) WITH 3 AS x SELECT x')
  expect(await rowsOf('selected')).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, ''],
  ])
})

test('a gzipped body of many rows is one part, and an error in its last row stores none of them', async () => {
  await makeTable('many')
  const rows = Array.from({ length: 100_000 }, (_, a) => `${JSON.stringify({ a, b: `row ${a}` })}\n`).join('')
  const url = { query: 'INSERT INTO many FORMAT JSONEachRow' }
  const headers = { 'content-encoding': 'gzip' }
  const bad = await server.ask(new Uint8Array(gzipSync(`${rows}{"a":"x"}\n`)), { url, headers })
  expect([bad.status, bad.headers.get('x-clickhouse-exception-code')]).toEqual([400, '27'])
  expect(bad.text).toContain('(at row 100001)')
  expect(bad.text).not.toContain('exchange')
  expect((await server.ask('SELECT count() FROM many')).text).toBe('0\n')

  const good = await server.ask(new Uint8Array(gzipSync(rows)), { url, headers })
  expect(JSON.parse(good.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ written_rows: '100000' })
  const parts = "SELECT count(), sum(rows) FROM system.parts WHERE table = 'many' AND active"
  expect((await server.ask(parts)).text).toBe('1\t100000\n')
})

test('an upload that breaks stores nothing, not even its whole rows', async () => {
  await makeTable('broken')
  const authorization = `Basic ${Buffer.from(`${writer.user}:${writer.password}`).toString('base64')}`
  const url = `${server.url()}/?query=${encodeURIComponent('INSERT INTO broken FORMAT JSONEachRow')}`
  const upload = request(url, { method: 'POST', headers: { authorization, 'content-length': '5000000' } })
  const failed = once(upload, 'error').catch((error: unknown) => error)
  for (let a = 0; a < 100_000; a += 1) upload.write(`{"a":${a},"b":""}\n`)
  await once(upload, 'drain')
  upload.destroy(new Error('the client is gone'))
  await failed
  expect((await server.ask('SELECT count() FROM broken')).text).toBe('0\n')
})

test('a refused insert says why', async () => {
  await makeTable('refusing')
  const cases: [query: string, body: string, status: number, code: string][] = [
    ['INSERT INTO nowhere FORMAT CSV', '1,a', 404, '60'],
    ['INSERT INTO refusing (c) FORMAT CSV', '1', 500, '16'],
    ['INSERT INTO refusing FORMAT Nope', '1', 404, '73'],
    ['INSERT INTO refusing FORMAT JSONEachRow', '{"a":1', 500, '33'],
    ["INSERT INTO refusing FROM INFILE '/etc/passwd' FORMAT CSV", '', 404, '78'],
    ['INSERT INTO refusing FORMAT CSV;', '1,a', 400, '62'],
  ]
  for (const [query, body, status, code] of cases) {
    const { status: got, headers } = await server.ask(body, { url: { query } })
    expect([query, got, headers.get('x-clickhouse-exception-code')]).toEqual([query, status, code])
  }
  expect((await server.ask('SELECT count() FROM refusing')).text).toBe('0\n')
})

test('no rows at all are no error', async () => {
  await makeTable('empty')
  const { status, text } = await server.ask('', { url: { query: 'INSERT INTO empty FORMAT JSONEachRow' } })
  expect([status, text]).toEqual([200, ''])
})
