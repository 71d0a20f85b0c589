import { expect, test } from 'vitest'
import { type Asked, serverForTests, writer } from './running-server.fixture.ts'

const server = serverForTests({
  readerLimits: { maxExecutionSeconds: 2, maxResultRows: 1_000, maxMemoryBytes: 100_000_000 },
})

const asReader = (sql: string, url: Record<string, string> = {}): Promise<Asked> =>
  server.ask(sql, { as: 'reader', url })

async function makeTables(): Promise<void> {
  await server.ask('CREATE TABLE IF NOT EXISTS t (a UInt8) ENGINE = MergeTree ORDER BY a')
  await server.ask('CREATE VIEW IF NOT EXISTS v AS SELECT a FROM t')
  await server.ask('CREATE DATABASE IF NOT EXISTS hidden')
  await server.ask('CREATE TABLE IF NOT EXISTS hidden.t (a UInt8) ENGINE = MergeTree ORDER BY a')
  await server.ask('INSERT INTO t SELECT 1 WHERE (SELECT count() FROM t) = 0')
}

test('anybody reads tables and views without a password; the writer needs the right one', async () => {
  await makeTables()
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  })
  const { user, password } = writer
  const cases: [headers: Record<string, string>, url: Record<string, string>, status: number][] = [
    [{}, {}, 200],
    [basic('default', ''), {}, 200],
    [basic('reader', ''), {}, 200],
    [{}, { user: 'default' }, 200],
    [{ 'x-clickhouse-user': user, 'x-clickhouse-key': password }, {}, 200],
    [{}, { user, password }, 200],
    [basic(user, ''), {}, 403],
    [basic(user, `${password}x`), {}, 403],
    [basic('reader', password), {}, 403],
    [basic('somebody', ''), {}, 403],
    [basic(user, password), { user }, 403],
    [{ authorization: 'Bearer abc' }, {}, 403],
  ]
  for (const [headers, url, status] of cases) {
    const answer = await server.ask('SELECT a FROM v', { as: 'reader', headers, url })
    const code = answer.headers.get('x-clickhouse-exception-code')
    expect([headers, url, answer.status, code]).toEqual([headers, url, status, status === 403 ? '516' : null])
    expect(answer.text).not.toContain(password)
  }
})

test('web pages are refused, whatever they ask', async () => {
  const pages: Record<string, string>[] = [
    { origin: 'http://127.0.0.1' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'rebound.example' },
    { host: 'rebound.example:8123' },
  ]
  for (const headers of pages) {
    const { request } = await import('node:http')
    const status = await new Promise((resolve) => {
      request(`${server.url()}/ping`, { headers }, (answer) => resolve(answer.resume().statusCode)).end()
    })
    expect([headers, status]).toEqual([headers, 403])
  }
})

test('a reader writes nothing and changes nothing', async () => {
  await makeTables()
  const refused = [
    'INSERT INTO t VALUES (2)',
    'INSERT INTO t SELECT 2',
    'WITH 2 AS x INSERT INTO t SELECT x',
    'CREATE TABLE made (a UInt8) ENGINE = Memory',
    'CREATE TEMPORARY TABLE made (a UInt8)',
    'CREATE OR REPLACE VIEW v AS SELECT 2 AS a',
    'CREATE FUNCTION f AS (x) -> x',
    'CREATE USER u',
    'GRANT writer TO default',
    'DROP TABLE t',
    'DROP DATABASE octometer',
    'ALTER TABLE t ADD COLUMN b UInt8',
    'ALTER TABLE t DELETE WHERE 1',
    'DELETE FROM t WHERE 1',
    'TRUNCATE TABLE t',
    'RENAME TABLE t TO u',
    'OPTIMIZE TABLE t FINAL',
    'SYSTEM FLUSH LOGS',
    'SYSTEM STOP MERGES',
    'SYSTEM SHUTDOWN',
    'KILL QUERY WHERE 1',
    'SET readonly = 0',
    'SET ROLE writer',
    'SET ROLE ALL',
    'USE hidden',
    'BACKUP TABLE t TO Null',
    'EXECUTE AS default SELECT 1',
    'BEGIN TRANSACTION',
    'SELECT 1; DROP TABLE t',
    'SELECT 1 PARALLEL WITH DROP TABLE t',
    "SELECT 1 INTO OUTFILE '/tmp/octometer-reader'",
    '/* SELECT */ DROP TABLE t -- SELECT',
  ]
  for (const sql of refused) {
    const { status } = await asReader(sql)
    expect([sql, status]).not.toEqual([sql, 200])
  }
  expect((await asReader('SELECT * FROM v')).text).toBe('1\n')
  expect((await asReader('SELECT currentRoles()')).text).toBe('[]\n')
})

test('a reader reaches nothing but the database', async () => {
  await makeTables()
  const refused = [
    'SELECT * FROM hidden.t',
    'SELECT * FROM merge(hidden, t)',
    'SELECT * FROM loop(hidden.t) LIMIT 1',
    'EXPLAIN SELECT * FROM hidden.t',
    "SELECT file('/etc/hostname')",
    "SELECT /* hide */ `file` /* and seek */ ('/etc/hostname')",
    "SELECT * FROM file('/etc/hostname', LineAsString)",
    'SELECT * FROM default.`/etc/hostname`',
    "SELECT * FROM url('http://127.0.0.1:1/', CSV, 'a String')",
    "SELECT * FROM s3('http://127.0.0.1:1/b/k', CSV, 'a String')",
    "SELECT * FROM remote('127.0.0.1', hidden.t)",
    "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')",
    "SELECT * FROM postgresql('127.0.0.1:1', 'd', 't', 'u', 'p')",
    "SELECT * FROM mongodb('127.0.0.1:1', 'd', 'c', 'u', 'p', 'a String')",
    "SELECT * FROM executable('ls', CSV, 'a String')",
    "SELECT * FROM sqlite('/tmp/x', 't')",
    "SELECT * FROM filesystem('/etc')",
    "SELECT * FROM eval('SELECT 1')",
    'SELECT * FROM system.processes',
    'SELECT * FROM "system"."processes"',
    'SELECT query FROM system . /* x */ processes',
    'SELECT * FROM system.users',
    'SELECT * FROM system.named_collections',
    'SELECT * FROM system.query_cache',
    'SELECT * FROM system.server_settings',
    'SHOW PROCESSLIST',
    'SHOW USERS',
    "SELECT aiGenerate('x')",
  ]
  for (const sql of refused) {
    const { status, text } = await asReader(sql)
    expect([sql, status]).not.toEqual([sql, 200])
    expect(text).not.toMatch(/Unable to connect|Connection refused/)
  }
  expect((await asReader('SELECT * FROM {d:Identifier}.processes', { param_d: 'system' })).status).toBe(403)
  expect((await asReader('SELECT * FROM processes', { database: 'system' })).status).toBe(403)
  expect((await asReader('SELECT * FROM t', { database: 'hidden' })).status).toBe(403)
})

test('a reader cannot lift a limit, and may lower it', async () => {
  const limit = "SELECT getSetting('max_result_rows') FORMAT TSV"
  expect((await asReader(limit)).text).toBe('1000\n')
  expect((await asReader(limit, { max_result_rows: '10' })).text).toBe('10\n')
  for (const value of ['0', '1000000', '-1', 'x', '']) {
    expect([value, (await asReader(limit, { max_result_rows: value })).text]).toEqual([value, '1000\n'])
  }
  expect((await asReader(`${limit} SETTINGS max_result_rows = 10`)).text).toBe('10\n')
  const refused = [
    'max_result_rows = 0',
    'max_result_rows = 1001',
    'max_result_rows = DEFAULT',
    'max_threads = 1, max_result_rows = DEFAULT',
    'a.b = 1, max_result_rows = DEFAULT',
    'max_execution_time = 60',
    "result_overflow_mode = 'break'",
    'readonly = 0',
    'allow_ddl = 1',
    "profile = 'default'",
    "dialect = 'prql'",
    "additional_result_filter = 'file(\\'/etc/hostname\\') != \\'\\''",
    "format_template_row = '/etc/hostname'",
    "output_format_schema = '/tmp/octometer-schema'",
    'use_query_cache = 1',
  ]
  for (const setting of refused) {
    const { status, headers } = await asReader(`SELECT 1 SETTINGS ${setting}`)
    const code = headers.get('x-clickhouse-exception-code')
    expect([setting, status, code]).toEqual([setting, 500, '164'])
    const nested = await asReader(`SELECT * FROM (SELECT 1 SETTINGS ${setting})`)
    expect([setting, nested.headers.get('x-clickhouse-exception-code')]).toEqual([setting, '164'])
  }
  for (const name of ['profile', 'dialect', 'additional_table_filters', 'allow_ddl']) {
    expect([name, (await asReader('SELECT 1', { [name]: '1' })).status]).toEqual([name, 500])
  }
})

test('the limits hold', async () => {
  const code = async (sql: string) => (await asReader(sql)).headers.get('x-clickhouse-exception-code')
  expect(await code('SELECT number FROM numbers(1001)')).toBe('396')
  expect(await code('SELECT max(sipHash64(number)) FROM system.numbers')).toBe('159')
  expect(await code('SELECT groupArray(number) FROM numbers(100000000)')).toBe('241')
})

test('a reader uses what clients send by themselves', async () => {
  const url = {
    readonly: '1',
    async_insert: '0',
    insert_deduplicate: '0',
    wait_end_of_query: '1',
    send_progress_in_http_headers: '1',
    output_format_json_quote_64bit_integers: '0',
    date_time_output_format: 'iso',
    max_execution_time: '65',
    log_comment: 'a panel',
    session_timezone: 'Asia/Tokyo',
  }
  const { status, text, headers } = await asReader(
    "SELECT toDateTime(0) AS t, getSetting('max_execution_time')",
    url,
  )
  expect([status, text]).toEqual([200, '1970-01-01T00:00:00Z\t2\n'])
  expect(headers.get('x-clickhouse-timezone')).toBe('Asia/Tokyo')
  expect((await asReader('SELECT database, name FROM system.tables ORDER BY ALL')).text).toContain(
    'octometer\tt\n',
  )
  expect((await asReader("SELECT count() > 0 FROM system.columns WHERE database = 'hidden'")).text).toBe(
    '0\n',
  )
})

test('a very long statement is refused, not read', async () => {
  expect((await asReader(`SELECT '${'x'.repeat(1_100_000)}'`)).status).toBe(413)
})
