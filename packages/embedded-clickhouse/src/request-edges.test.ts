import { expect, test } from 'vitest'
import { chooseEncoding } from './answer-stream.ts'
import { authenticate } from './authentication.ts'
import { withoutExchange } from './exchange-paths.ts'
import { contentType } from './formats.ts'
import { refusalOf } from './origin-guard.ts'

test('the packing that the client accepts', () => {
  expect(chooseEncoding(undefined)).toBeUndefined()
  expect(chooseEncoding('identity')).toBeUndefined()
  expect(chooseEncoding('br, zstd, GZIP')).toBe('gzip')
  expect(chooseEncoding('gzip;q=0, deflate')).toBe('deflate')
})

test('credentials come one way', () => {
  const writer = { user: 'w', password: 'p:w' }
  const none = new URLSearchParams()
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  expect(authenticate({}, none, writer)).toBe('reader')
  expect(authenticate(basic('w:p:w'), none, writer)).toBe('writer')
  expect(authenticate({ 'x-clickhouse-user': 'w', 'x-clickhouse-key': 'p:w' }, none, writer)).toBe('writer')
  expect(authenticate({}, new URLSearchParams({ user: 'default', password: '' }), writer)).toBe('reader')
  for (const headers of [
    basic('w:x'),
    basic('w'),
    { authorization: 'Digest x' },
    { 'x-clickhouse-key': 'p:w' },
  ]) {
    expect(() => authenticate(headers, none, writer)).toThrow(/uthentication/)
  }
})

test('only programs come in', () => {
  for (const host of ['127.0.0.1:8123', 'localhost', '[::1]:8123', '192.168.0.7', 'OWN.example:1']) {
    expect([host, refusalOf({ host }, 'own.example')]).toEqual([host, undefined])
  }
  for (const host of ['evil.example', 'localhost.evil.example:8123', '127.0.0.1.evil.example', '']) {
    expect([host, refusalOf({ host }, '127.0.0.1')]).toEqual([host, expect.stringContaining('Host')])
  }
  expect(refusalOf({ host: 'localhost', origin: 'http://localhost' }, '127.0.0.1')).toContain('Origin')
  expect(refusalOf({ host: 'localhost', 'sec-fetch-site': 'none' }, '127.0.0.1')).toBeUndefined()
})

test('content types', () => {
  expect(contentType('JSONEachRow')).toBe('application/x-ndjson; charset=UTF-8')
  expect(contentType('json')).toBe('application/json; charset=UTF-8')
  expect(contentType('TSV')).toBe('text/tab-separated-values; charset=UTF-8')
  expect(contentType('Native')).toBe('application/octet-stream')
  expect(contentType('Pretty')).toBe('text/plain; charset=UTF-8')
})

test('exceptions do not show the server’s own files', () => {
  const at = '/data/exchange'
  const cases: [message: string, shown: string][] = [
    [
      "Cannot parse 'x': (at row 2)\n: (in file/uri /data/exchange/rows-1a): While executing ParallelParsingBlockInputFormat: While executing File: data for INSERT was parsed from file",
      "Cannot parse 'x': (at row 2)",
    ],
    [
      "failed at position 9 (x): x\nINTO OUTFILE '/data/exchange/answer-1' APPEND FORMAT TSV . Expected one of",
      'failed at position 9 (x): x. Expected one of',
    ],
    ["INSERT INTO t\nFROM INFILE '/data/exchange/rows-1' FORMAT CSV", 'INSERT INTO t FORMAT CSV'],
    ['File /data/exchange/rows-1 is strange', 'File the body is strange'],
    ['File /data/other is strange', 'File /data/other is strange'],
  ]
  for (const [message, shown] of cases) expect(withoutExchange(message, at)).toBe(shown)
})
