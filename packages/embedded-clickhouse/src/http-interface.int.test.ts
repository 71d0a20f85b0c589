import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rawPost, serverForTests } from './running-server.fixture.ts'

const server = serverForTests({ maxMemoryBytes: 3e9 })

test('health checks answer Ok., and unknown paths 404', async () => {
  for (const path of ['/', '/ping', '/replicas_status']) {
    const response = await fetch(server.url() + path)
    expect([path, response.status, await response.text()]).toEqual([path, 200, 'Ok.\n'])
  }
  expect((await fetch(`${server.url()}/nothing`)).status).toBe(404)
  expect((await fetch(server.url(), { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD, POST')
})

test('the query comes in the URL, in the body, or in both', async () => {
  expect((await server.ask('', { method: 'GET', url: { query: 'SELECT 1' } })).text).toBe('1\n')
  expect((await server.ask('SELECT 2')).text).toBe('2\n')
  expect((await server.ask('+ 1', { url: { query: 'SELECT 2' } })).text).toBe('3\n')
})

test('an answer says its query, format, time zone and summary', async () => {
  const { headers, text, status } = await server.ask('SELECT 1 AS one FORMAT JSON', {
    url: { query_id: 'my-id' },
  })
  expect(status).toBe(200)
  expect(JSON.parse(text)).toMatchObject({ data: [{ one: 1 }], rows: 1 })
  expect(headers.get('x-clickhouse-query-id')).toBe('my-id')
  expect(headers.get('x-clickhouse-format')).toBe('JSON')
  expect(headers.get('x-clickhouse-timezone')).toBe('UTC')
  expect(headers.get('x-clickhouse-server-display-name')).toMatch(/./)
  expect(headers.get('content-type')).toBe('application/json; charset=UTF-8')
  expect(JSON.parse(headers.get('x-clickhouse-summary') ?? '')).toHaveProperty('elapsed_ns')
})

test('formats: of the statement, of the URL, of a header', async () => {
  const sql = 'SELECT number AS n FROM numbers(2)'
  expect((await server.ask(`${sql} FORMAT CSVWithNames`)).text).toBe('"n"\n0\n1\n')
  expect((await server.ask(sql, { url: { default_format: 'JSONEachRow' } })).text).toBe('{"n":0}\n{"n":1}\n')
  expect((await server.ask(sql, { headers: { 'x-clickhouse-format': 'JSONCompactEachRow' } })).text).toBe(
    '[0]\n[1]\n',
  )
  expect((await server.ask(`${sql} FORMAT CSV SETTINGS max_threads = 1`)).text).toBe('0\n1\n')
  expect((await server.ask(`${sql};`)).text).toBe('0\n1\n')
})

test('the engine’s memory is bounded as asked', async () => {
  const sql = "SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage'"
  expect((await server.ask(sql)).text).toBe('3000000000\n')
})

test('totals, a WITH, a UNION and a comment at the end come through whole', async () => {
  const totals = await server.ask(
    'SELECT number % 2 AS k, sum(number) AS s FROM numbers(5) GROUP BY k WITH TOTALS ORDER BY k FORMAT JSON',
  )
  expect(JSON.parse(totals.text)).toMatchObject({ totals: { s: 10 }, rows: 2 })
  expect((await server.ask('WITH 1 AS x SELECT x UNION ALL SELECT 2 -- FORMAT CSV')).text).toBe('1\n2\n')
})

test('statements that only show', async () => {
  expect((await server.ask('SHOW DATABASES')).text).toContain('octometer\n')
  expect((await server.ask('EXISTS DATABASE octometer')).text).toBe('1\n')
  expect((await server.ask('DESCRIBE (SELECT 1 AS a) FORMAT JSONEachRow')).text).toContain('"UInt8"')
  expect((await server.ask('SHOW TABLES SETTINGS max_threads = 1')).status).toBe(200)
  const explained = await server.ask('EXPLAIN AST SELECT 1 FORMAT TSVRaw')
  expect(explained.text).toContain('SelectWithUnionQuery')
  expect(explained.text).not.toContain('exchange')
})

test('query parameters are bound by the engine', async () => {
  const sql = "SELECT {a:String} AS a, {n:Array(UInt8)} AS n, {x:Nullable(String)} AS x, '{b:String}' AS b"
  const url = {
    param_a: "it's \\t a \\\\ tab",
    param_n: '[1,2]',
    param_x: '\\N',
    default_format: 'JSONEachRow',
  }
  expect(JSON.parse((await server.ask(sql, { url })).text)).toEqual({
    a: "it's \t a \\ tab",
    n: [1, 2],
    x: null,
    b: '{b:String}',
  })
})

test('query parameters in a multipart body, as clients send them when they are long', async () => {
  const form = new FormData()
  form.set('query', 'SELECT length({long:String}), {n:UInt8}')
  form.set('param_long', 'x'.repeat(100_000))
  form.set('param_n', '7')
  const response = await fetch(server.url(), { method: 'POST', body: form })
  expect(await response.text()).toBe('100000\t7\n')
})

test('HEAD tells the headers and no body, and GET only reads', async () => {
  const head = await server.ask('', { method: 'HEAD', url: { query: 'SELECT 1' } })
  expect([head.status, head.text, head.headers.get('x-clickhouse-format')]).toEqual([200, '', 'TabSeparated'])
  const made = await server.ask('', {
    method: 'GET',
    url: { query: 'CREATE TABLE got (a Int8) ENGINE = Memory' },
  })
  expect([made.status, made.headers.get('x-clickhouse-exception-code')]).toEqual([500, '164'])
})

test('exceptions carry their code, name, version and HTTP status', async () => {
  const cases: [string, number, string, string][] = [
    ['SELEC 1', 400, '62', 'SYNTAX_ERROR'],
    ['', 400, '62', 'SYNTAX_ERROR'],
    ['SELECT 1; SELECT 2', 400, '62', 'SYNTAX_ERROR'],
    ['SELECT * FROM nowhere', 404, '60', 'UNKNOWN_TABLE'],
    ['SELECT * FROM nowhere.t', 404, '81', 'UNKNOWN_DATABASE'],
    ['SELECT foo', 404, '47', 'UNKNOWN_IDENTIFIER'],
    ['SELECT foo()', 404, '46', 'UNKNOWN_FUNCTION'],
    ['SELECT 1 FORMAT Nope', 404, '73', 'UNKNOWN_FORMAT'],
    ["SELECT toDate('x')", 400, '38', 'CANNOT_PARSE_DATE'],
    ['SELECT 1 SETTINGS nope = 1', 404, '115', 'UNKNOWN_SETTING'],
    ['SELECT {x:UInt8}', 500, '456', 'UNKNOWN_QUERY_PARAMETER'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 500, '358', 'INTO_OUTFILE_NOT_ALLOWED'],
    ['SYSTEM SHUTDOWN', 403, '497', 'ACCESS_DENIED'],
    ['SELECT throwIf(1)', 500, '395', 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO'],
  ]
  for (const [sql, status, code, name] of cases) {
    const answer = await server.ask(sql)
    expect([sql, answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([
      sql,
      status,
      code,
    ])
    expect(answer.text).toMatch(
      new RegExp(`^Code: ${code}\\. DB::Exception: [^]+ \\(${name}\\) \\(version 26`),
    )
    expect(answer.text).not.toContain('exchange')
  }
})

test('what the server does not do is said, not ignored', async () => {
  const cases: [Record<string, string>, number][] = [
    [{ compress: '1' }, 501],
    [{ decompress: '1' }, 501],
    [{ session_id: 'x' }, 501],
    [{ role: 'x' }, 403],
    [{ nope: '1' }, 404],
    [{ 'a b': '1' }, 404],
    [{ database: 'nowhere' }, 404],
    [{ default_format: 'a; DROP' }, 400],
    [{ query_id: 'a\nb' }, 400],
  ]
  for (const [url, status] of cases)
    expect([url, (await server.ask('SELECT 1', { url })).status]).toEqual([url, status])
})

test('gzip both ways, and an answer as it is when nobody asks', async () => {
  const sent = new Uint8Array(gzipSync('SELECT number FROM numbers(50000)'))
  const headers = { 'content-encoding': 'gzip', 'accept-encoding': 'gzip' }
  const raw = await rawPost(`${server.url()}/?enable_http_compression=1`, sent, headers)
  expect(raw.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(raw.bytes).toString().split('\n')).toHaveLength(50_001)
  const plain = await rawPost(`${server.url()}/?enable_http_compression=0`, sent, headers)
  expect(plain.headers['content-encoding']).toBeUndefined()
  const broken = await server.ask(sent.slice(0, -9), { headers: { 'content-encoding': 'gzip' } })
  expect([broken.status, broken.headers.get('x-clickhouse-exception-code')]).toEqual([500, '271'])
  const unknown = await server.ask('x', { headers: { 'content-encoding': 'lz4' } })
  expect(unknown.headers.get('x-clickhouse-exception-code')).toBe('89')
})

test('wait_end_of_query gives a late failure its own status; without it the answer breaks off, marked', async () => {
  const sql = 'SELECT throwIf(number = 900000) FROM numbers(1000000)'
  const waited = await server.ask(sql, { url: { wait_end_of_query: '1' } })
  expect([waited.status, waited.headers.get('x-clickhouse-exception-code')]).toEqual([500, '395'])
  expect((await server.ask('SELECT 5', { url: { wait_end_of_query: '1' } })).text).toBe('5\n')
  expect((await server.ask('SELECT 5 WHERE 0', { url: { wait_end_of_query: '1' } })).text).toBe('')

  const broken = await rawPost(server.url(), Buffer.from(sql))
  expect([broken.status, broken.complete]).toEqual([200, false])
  const tag = String(broken.headers['x-clickhouse-exception-tag'])
  const end = broken.bytes.toString('latin1').slice(-600)
  expect(end).toContain(`\r\n__exception__\r\n${tag}\r\nCode: 395. DB::Exception: `)
  expect(end).toMatch(new RegExp(`\\n\\d+ ${tag}\\r\\n__exception__\\r\\n$`))
})
