import { loadConfig } from '@octometer/config'
import { connectSqlReader } from '@octometer/read-store'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { beforeAll, expect, test } from 'vitest'
import { FakeLog, gatewayForTests, keys } from '../gateway.fixture.ts'
import { createGatewayOver } from '../gateway.ts'
import { deliveryRow, nameRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-04-08T10:20:00Z') })

beforeAll(async () => {
  await gateway.insert('deliveries', {
    deliveries: [
      deliveryRow('a', '2026-04-01T00:00:00Z'),
      deliveryRow('b', '2026-04-02T00:00:00Z', { event: 'ping' }),
    ],
    repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')],
  })
})

const sql = (query: string, more: object = {}, as: string = keys.admin) =>
  gateway.ask('/api/v1/sql', { body: { query, ...more }, as })

test('rows as JSON, whole numbers exact, times in ISO 8601', async () => {
  const { status, body, text } = await sql(
    'SELECT event, received_at, 18446744073709551615 AS big FROM deliveries ORDER BY received_at; ',
  )
  expect(status).toBe(200)
  expect(body).toMatchObject({
    rows: 2,
    data: [
      { event: 'push', received_at: '2026-04-01T00:00:00.000Z' },
      { event: 'ping', received_at: '2026-04-02T00:00:00.000Z' },
    ],
    freshness: { newest_delivery_at: '2026-04-02T00:00:00.000Z' },
  })
  expect(text).toContain('"big":18446744073709551615')
})

test('parameters are bound', async () => {
  const query =
    'SELECT count() AS n FROM deliveries WHERE event IN {events:Array(String)} AND size > {size:UInt32}'
  const { body } = await sql(query, { parameters: { events: ['ping', "'); DROP TABLE x --"], size: 1 } })
  expect(body).toMatchObject({ data: [{ n: 1 }] })
  expect(
    (await sql('SELECT {flag:Nullable(String)} AS f', { parameters: { flag: null } })).body,
  ).toMatchObject({ data: [{ f: null }] })
})

test('CSV and NDJSON are streamed, with the freshness in a header', async () => {
  const query = "SELECT number AS n, 'a\r\nb' AS t FROM numbers(60000)"
  const csv = await sql(query, { format: 'csv' })
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.text.startsWith('"n","t"\n0,"a\r\nb"\n')).toBe(true)
  expect(csv.text.match(/"a\r\nb"\n/g)).toHaveLength(60_000)
  const ndjson = await sql(query, { format: 'ndjson' })
  expect(ndjson.headers.get('content-type')).toBe('application/x-ndjson')
  expect(ndjson.text.trimEnd().split('\n')).toHaveLength(60_000)
  expect(JSON.parse(ndjson.headers.get('octo-freshness') ?? '')).toMatchObject({ lag_seconds: 0 })
  expect((await sql('SELECT 1 WHERE 0', { format: 'ndjson' })).text).toBe('')
})

test.each([
  ['SELEC 1', 62, 'Syntax error'],
  ['SELECT 1 FORMAT CSV', 62, 'Syntax error'],
  ['SELECT 1; SELECT 2', 62, 'Multi-statements'],
  ['SELECT nothing FROM deliveries', 47, 'nothing'],
  ['SELECT {a:String}', 456, 'a'],
  ["INSERT INTO repository_names (name_key) VALUES ('x')", 164, 'readonly'],
  ['DROP TABLE deliveries', 164, 'readonly'],
  ["SELECT * FROM file('/etc/passwd', 'LineAsString')", 497, 'file'],
  ['SELECT 1 SETTINGS max_execution_time = 100000', 164, 'max_execution_time'],
])('%s is refused in the words of ClickHouse', async (query, clickhouse_code, words) => {
  const { status, body } = await sql(query)
  expect({ status, body }).toMatchObject({
    status: 400,
    body: { code: 'query_refused', clickhouse_code, detail: expect.stringContaining(words) },
  })
})

test.each([
  ['json', 'SELECT number FROM numbers(10001)', 'result_too_large', 'LIMIT'],
  ['json', 'SELECT number FROM numbers(20000) SETTINGS max_result_rows = 50000', 'result_too_large', 'LIMIT'],
  ['json', "SELECT repeat('x', 100000) FROM numbers(500)", 'result_too_large', '16 MiB'],
  ['csv', 'SELECT count() FROM numbers(6000000000)', 'query_too_expensive', 'narrow'],
])('%s of %s is too much, and the answer says what to do', async (format, query, code, advice) => {
  expect(await sql(query, { format })).toMatchObject({
    status: 422,
    body: { code, detail: expect.stringContaining(advice) },
  })
})

test('a stream that fails in its midst does not end as if it were whole', async () => {
  const late = "SELECT throwIf(number = 900000, 'late') AS t, repeat('x', 100) AS x FROM numbers(1000000)"
  await expect(sql(late, { format: 'ndjson' })).rejects.toThrow()
})

test.each([
  [{}, 'query'],
  [{ query: ' ' }, 'query'],
  [{ query: 'SELECT 1', format: 'xml' }, 'format'],
  [{ query: 'SELECT 1', parameters: { 'a b': 1 } }, 'parameters.a b'],
  [{ query: 'SELECT 1', user: 'default' }, 'user'],
])('%j names the wrong field', async (body, field) => {
  const asked = await gateway.ask('/api/v1/sql', { body })
  expect(asked).toMatchObject({ status: 400, body: { code: 'bad_field', field } })
})

test('only an admin asks by SQL', async () => {
  expect((await sql('SELECT 1', {}, keys.operator)).status).toBe(403)
})

async function gatewayWith(reader: { user: string; password: string } | null) {
  await using stack = new AsyncDisposableStack()
  const { config } = loadConfig({ OCTO_ANONYMOUS_ROLE: 'admin' }, ['server', 'access', 'answers'])
  const logger = createLogger({ service: 'gateway', level: 'silent' })
  const access = { url: gateway.storeUrl(), database: 'octometer', ca: null }
  const sqlReader = reader && stack.use(connectSqlReader({ ...access, ...reader }))
  const other = createGatewayOver(new FakeLog(), { config, store: gateway.store(), sqlReader, logger })
  const app = createApp({ service: 'gateway', logger, trustedProxies: [], health: [] })
  other.mount(app)
  const { url } = stack.use(await listen(app, { host: '127.0.0.1', port: 0 }))
  const response = await fetch(`${url}/api/v1/sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"SELECT 1"}',
  })
  return { status: response.status, text: await response.text() }
}

test('without a reader, or with one that is not let in, the answer says so and shows no secret', async () => {
  const none = await gatewayWith(null)
  expect(none).toMatchObject({ status: 503, text: expect.stringContaining('sql_not_configured') })
  const wrong = await gatewayWith({ user: 'reader', password: 'a-secret-that-is-wrong' })
  expect(wrong).toMatchObject({ status: 503, text: expect.stringContaining('sql_reader_refused') })
  expect(wrong.text).not.toContain('a-secret')
})
