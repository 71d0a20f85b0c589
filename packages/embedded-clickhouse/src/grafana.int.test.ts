import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type RawAnswer, rawPost, serverForTests } from './running-server.fixture.ts'

// Grafana's data source talks through clickhouse-go: these are its requests (conn_http.go, block.go), and a reader of
// Native blocks as its protocol version 54460 has them.
const server = serverForTests()
const VERSION = '54460'

function goRequest(sql: string, settings: Record<string, string> = {}): Promise<RawAnswer> {
  const url = new URLSearchParams({
    client_protocol_version: VERSION,
    database: 'octometer',
    default_format: 'Native',
    ...settings,
  })
  const headers = { 'user-agent': 'clickhouse-go/2.40 (lv:go/1.24)', 'accept-encoding': 'gzip' }
  return rawPost(`${server.url()}/?${url}`, Buffer.from(sql), headers)
}

type Value = string | number | bigint | null | Value[]

class Blocks {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  read(length: number): Buffer {
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  varint(): number {
    const byte = this.read(1).readUInt8()
    return byte < 128 ? byte : (byte & 127) + 128 * this.varint()
  }

  text(): string {
    return this.read(this.varint()).toString()
  }

  /** One block as rows of values by column. */
  block(): Record<string, Value[]> {
    expect([...this.read(8)]).toEqual([1, 0, 2, 255, 255, 255, 255, 0])
    const columns = this.varint()
    const rows = this.varint()
    return Object.fromEntries(Array.from({ length: columns }, () => this.column(rows)))
  }

  column(rows: number): [string, Value[]] {
    const name = this.text()
    const type = this.text()
    expect([name, this.read(1).readUInt8()]).toEqual([name, 0])
    return [name, rows === 0 ? [] : this.values(type, rows)]
  }

  values(type: string, rows: number): Value[] {
    const each = (read: () => Value) => Array.from({ length: rows }, read)
    if (type === 'UInt8') return each(() => this.read(1).readUInt8())
    if (type === 'UInt32') return each(() => this.read(4).readUInt32LE())
    if (type.startsWith('DateTime')) return each(() => this.read(4).readUInt32LE())
    if (type === 'UInt64') return each(() => this.read(8).readBigUInt64LE())
    if (type === 'Float64') return each(() => this.read(8).readDoubleLE())
    if (type === 'String') return each(() => this.text())
    if (type.startsWith('Nullable(')) {
      const nulls = [...this.read(rows)]
      return this.values(type.slice(9, -1), rows).map((value, row) => (nulls[row] ? null : value))
    }
    if (type.startsWith('Array(')) {
      const ends = each(() => Number(this.read(8).readBigUInt64LE())).map(Number)
      const flat = this.values(type.slice(6, -1), ends.at(-1) ?? 0)
      return ends.map((end, row) => flat.slice(ends[row - 1] ?? 0, end))
    }
    expect(type).toBe('LowCardinality(String)')
    this.read(16)
    const words = this.values('String', Number(this.read(8).readBigUInt64LE()))
    this.read(8)
    return each(() => words[this.read(1).readUInt8()] ?? null)
  }
}

function blocksOf(answer: RawAnswer): Record<string, Value[]>[] {
  const bytes = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.bytes) : answer.bytes
  const blocks = new Blocks(bytes)
  const all: Record<string, Value[]>[] = []
  while (blocks.at < bytes.length) all.push(blocks.block())
  return all
}

test('the handshake, the ping and the version check of a new connection', async () => {
  const hello = await goRequest('SELECT displayName(), version(), revision(), timezone()')
  expect([hello.status, hello.headers['content-encoding']]).toEqual([200, 'gzip'])
  const [block] = blocksOf(hello)
  expect(block).toMatchObject({ 'timezone()': ['UTC'], 'version()': [expect.stringMatching(/^26\./)] })
  // From here on the client reads as of this revision: columns must still carry their serialization.
  expect(Number(block?.['revision()']?.[0])).toBeGreaterThanOrEqual(54_454)
  expect(blocksOf(await goRequest('SELECT 1'))).toEqual([{ 1: [1] }])
})

test('a panel: time series with dictionary, nullable and array columns, in more than one block', async () => {
  const sql = `SELECT toDateTime(number) AS time, toLowCardinality(toString(number % 3)) AS repository,
    if(number % 2, number, NULL) AS value, [number, 7] AS list, number / 2 AS half FROM numbers(150000)`
  const settings = { limit: '140000', max_execution_time: '65', max_block_size: '65409' }
  const blocks = blocksOf(await goRequest(sql, settings))
  expect(blocks.length).toBeGreaterThan(1)
  const all = (name: string) => blocks.flatMap((block) => block[name] ?? [])
  expect(all('time')).toHaveLength(140_000)
  expect(all('time').at(-1)).toBe(139_999)
  expect(all('repository').slice(0, 4)).toEqual(['0', '1', '2', '0'])
  expect(all('value').slice(0, 4)).toEqual([null, 1n, null, 3n])
  expect(all('list').at(-1)).toEqual([139_999n, 7n])
  expect(all('half')[3]).toBe(1.5)
})

test('the schema browser, column values and an empty answer', async () => {
  await server.ask('CREATE TABLE seen (a UInt8) ENGINE = Memory')
  const tables = blocksOf(await goRequest('SELECT database, name FROM system.tables ORDER BY database, name'))
  expect(tables).toEqual([{ database: ['octometer'], name: ['seen'] }])
  const columns = `SELECT database, table, name, type, comment FROM system.columns
    WHERE (database, table) IN (('octometer', 'x')) ORDER BY database, table, position`
  expect(blocksOf(await goRequest(columns))).toEqual([])
  const values = 'SELECT DISTINCT number % 2 AS n FROM numbers(4) SETTINGS max_execution_time=10'
  expect(blocksOf(await goRequest(values)).flatMap((block) => block.n ?? [])).toEqual([0, 1])
  expect(blocksOf(await goRequest('DESCRIBE TABLE "octometer"."seen"'))[0]).toMatchObject({ name: ['a'] })
})

test('errors come as the driver reads them', async () => {
  const wrong = await goRequest('SELECT * FROM nowhere')
  expect([wrong.status, wrong.bytes.toString()]).toEqual([404, expect.stringContaining('DB::Exception')])
  const exotic = await goRequest('SELECT sumState(number) FROM numbers(3)')
  expect([exotic.status, exotic.bytes.toString()]).toEqual([
    501,
    expect.stringContaining('AggregateFunction'),
  ])
})

test('external tables of the driver are refused with a reason', async () => {
  const form = new FormData()
  form.set('query', 'SELECT * FROM outside')
  form.set('outside', new Blob(['1']), 'outside')
  const response = await fetch(`${server.url()}/?outside_structure=a+UInt8&outside_format=CSV`, {
    method: 'POST',
    body: form,
  })
  expect([response.status, await response.text()]).toEqual([501, expect.stringContaining('External data')])
})
