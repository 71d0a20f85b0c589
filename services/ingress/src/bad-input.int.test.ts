import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SECRET, startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import type { IngressService } from './ingress.ts'
import { acceptedSequence, postDelivery, sign, type TestDelivery } from './post-delivery.fixture.ts'

let context: TestLog
let ingress: IngressService

beforeAll(async () => {
  context = await startTestLog()
  ingress = await startTestIngress(context.log)
})

afterAll(async () => {
  await ingress[Symbol.asyncDispose]()
  await context[Symbol.asyncDispose]()
})

const genuine = '{"ref":"refs/heads/main","repository":{"id":1,"full_name":"a/b"}}'
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
const oversized = Buffer.alloc(25 * 1024 * 1024 + 1, '{')
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))

const refused: readonly [what: string, delivery: TestDelivery, status: number, code: string][] = [
  ['unsigned', { secret: null }, 401, 'signature_missing'],
  ['wrongly signed', { secret: 'wrong' }, 401, 'signature_mismatch'],
  [
    'signed for another body',
    { headers: { 'X-Hub-Signature-256': sign('{"a":1}', SECRET) } },
    401,
    'signature_mismatch',
  ],
  [
    'signed with SHA-1 alone',
    { secret: null, headers: { 'X-Hub-Signature': 'sha1=0' } },
    401,
    'signature_missing',
  ],
  [
    'a non-ASCII signature',
    { headers: { 'X-Hub-Signature-256': 'sha256=\u00e9\u00ff' } },
    401,
    'signature_mismatch',
  ],
  ['an empty signature', { headers: { 'X-Hub-Signature-256': '' } }, 401, 'signature_missing'],
  [
    'a signature twice',
    { headers: { 'X-Hub-Signature-256': ['sha256=0', 'sha256=0'] } },
    400,
    'header_repeated',
  ],
  ['truncated', { body: genuine.slice(0, -1) }, 400, 'body_malformed'],
  ['oversized', { body: oversized }, 413, 'body_too_large'],
  [
    'oversized once decompressed',
    { body: bomb, headers: { 'Content-Encoding': 'gzip' } },
    413,
    'body_too_large',
  ],
  ['not what its encoding says', { headers: { 'Content-Encoding': 'gzip' } }, 400, 'body_malformed'],
  [
    'cut off in its encoding',
    { body: gzipSync(genuine).subarray(0, 20), headers: { 'Content-Encoding': 'gzip' } },
    400,
    'body_malformed',
  ],
  [
    'of an unknown encoding',
    { headers: { 'Content-Encoding': 'zstd' } },
    415,
    'content_encoding_unsupported',
  ],
  ['the wrong type', { headers: { 'Content-Type': 'text/plain' } }, 415, 'content_type_unsupported'],
  ['no type', { headers: { 'Content-Type': undefined } }, 415, 'content_type_unsupported'],
  ['not JSON', { body: 'hello' }, 400, 'body_malformed'],
  ['a JSON array', { body: '[{}]' }, 400, 'body_malformed'],
  ['null', { body: 'null' }, 400, 'body_malformed'],
  ['a JSON string', { body: '"{}"' }, 400, 'body_malformed'],
  ['two JSON objects', { body: '{}{}' }, 400, 'body_malformed'],
  ['invalid UTF-8', { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }, 400, 'body_malformed'],
  ['a byte order mark', { body: '\ufeff{}' }, 400, 'body_malformed'],
  ['a form without payload', { body: 'other=%7B%7D', headers: form }, 400, 'body_malformed'],
  ['a form whose payload is not JSON', { body: 'payload=hello', headers: form }, 400, 'body_malformed'],
  ['no delivery id', { headers: { 'X-GitHub-Delivery': undefined } }, 400, 'header_missing'],
  ['no event', { headers: { 'X-GitHub-Event': undefined } }, 400, 'header_missing'],
  ['a delivery id twice', { headers: { 'X-GitHub-Delivery': ['a', 'a'] } }, 400, 'header_repeated'],
  ['an event twice', { headers: { 'X-GitHub-Event': ['push', 'ping'] } }, 400, 'header_repeated'],
  [
    'a content type twice',
    { headers: { 'Content-Type': ['application/json', 'text/plain'] } },
    400,
    'header_repeated',
  ],
  ['a delivery id that is a path', { headers: { 'X-GitHub-Delivery': '../../x' } }, 400, 'header_malformed'],
  ['an event that is a subject', { headers: { 'X-GitHub-Event': 'push.>' } }, 400, 'header_malformed'],
]

test.each(refused)(
  'what is %s gets problem+json, and nothing is stored',
  async (_, delivery, status, code) => {
    const before = await acceptedSequence(ingress.url)
    const answer = await postDelivery(ingress.url, delivery)
    expect(answer.body).toMatchObject({
      status,
      code,
      detail: expect.any(String),
      instance: '/webhooks/github',
    })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(await acceptedSequence(ingress.url)).toBe(before + 1)
  },
)

test('an empty body is refused', async () => {
  const answer = await postDelivery(ingress.url, { body: '' })
  expect(answer.body).toMatchObject({ status: 400, code: 'body_malformed', detail: 'the body is empty' })
})

test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed', async (method) => {
  const answer = await postDelivery(ingress.url, { method, body: '' })
  expect(answer.status).toBe(405)
  expect(answer.headers.allow).toBe('POST')
  expect(answer.body).toMatchObject({ code: 'method_not_allowed' })
})

test.each([
  ['/webhooks/..%2fgithub', 400],
  ['/webhooks/../webhooks/github', 400],
  ['//webhooks/github', 400],
  ['/webhooks/github%00', 400],
  ['/webhooks\\github', 400],
  ['/webhooks/github/', 404],
  ['/Webhooks/GitHub', 404],
  ['/etc/passwd', 404],
])('the path %s leads nowhere', async (path, status) => {
  const answer = await postDelivery(ingress.url, { path })
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
})

test('plain HTTP is refused where HTTPS is required, and a trusted proxy is believed', async () => {
  await using secure = await startTestIngress(context.log, { server: { requireHttps: true } })
  const plain = await postDelivery(secure.url)
  expect([plain.status, plain.body.code]).toEqual([403, 'https_required'])
  expect((await postDelivery(secure.url, { headers: { 'X-Forwarded-Proto': 'https' } })).status).toBe(202)
})

test('who fails verification too often gets 429; a signed delivery of the same address never does', async () => {
  await using limited = await startTestIngress(context.log, { receiving: { rateLimit: 3 } })
  const from = (address: string, secret: string | null, guid = randomUUID()) =>
    postDelivery(limited.url, { secret, headers: { 'X-Forwarded-For': address, 'X-GitHub-Delivery': guid } })
  const failed = await Promise.all(
    Array.from({ length: 20 }, (_, index) => from('192.0.2.1', index % 2 ? null : 'wrong')),
  )
  const statuses = failed.map(({ status }) => status)
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(3)
  const late = failed.find(({ status }) => status === 429)
  expect(late?.body.code).toBe('rate_limited')
  expect(Number(late?.headers['retry-after'])).toBeGreaterThanOrEqual(1)

  const signed = await Promise.all(Array.from({ length: 20 }, () => from('192.0.2.1', SECRET)))
  expect(signed.map(({ status }) => status)).toEqual(Array(20).fill(202))
  expect((await from('192.0.2.2', 'wrong')).status).toBe(401)
})

test('no answer repeats a secret or a signature', async () => {
  const answer = await postDelivery(ingress.url, { secret: 'wrong' })
  const text = JSON.stringify(answer)
  expect(text).not.toContain(SECRET)
  expect(text).not.toMatch(/[0-9a-f]{64}/)
})
