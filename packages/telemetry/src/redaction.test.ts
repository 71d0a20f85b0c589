import { expect, test } from 'vitest'
import { redactFields, redactPath, redactText } from './redaction.ts'

test.each([
  'authorization',
  'Authorization',
  'cookie',
  'password',
  'OCTO_CLICKHOUSE_PASSWORD',
  'secret',
  'webhookSecrets',
  'token',
  'accessToken',
  'key',
  'api_key',
  'x-api-key',
  'apiKey',
  'privateKey',
  'credentials',
  'x-hub-signature-256',
])('the value of %s is hidden', (name) => {
  expect(redactFields({ [name]: 'hunter2' })).toEqual({ [name]: '[redacted]' })
  expect(redactFields({ [name]: ['hunter2'] })).toEqual({ [name]: '[redacted]' })
})

test.each([
  ['token_hash', '9f86d0'],
  ['key_name', 'grafana'],
  ['token_spend', 3],
  ['secret_set', true],
  ['token', null],
  ['monkey', 'a animal'],
  ['keyword', 'text'],
  ['delivery_id', 'b3c1'],
])('%s: %s is shown', (name, value) => {
  expect(redactFields({ [name]: value })).toEqual({ [name]: value })
})

test('secrets are hidden at any depth, in maps, arrays and errors with their causes', () => {
  const cause = Object.assign(new Error('inner'), { headers: { authorization: 'Bearer abc' } })
  const fields = redactFields({
    request: { headers: [{ cookie: 'a=b' }] },
    map: new Map([['password', 'hunter2']]),
    err: new Error('outer', { cause }),
  })
  expect(fields).toMatchObject({
    request: { headers: [{ cookie: '[redacted]' }] },
    map: { password: '[redacted]' },
    err: {
      type: 'Error',
      message: 'outer',
      cause: { message: 'inner', headers: { authorization: '[redacted]' } },
    },
  })
  expect(JSON.stringify(fields)).not.toMatch(/hunter2|Bearer/)
})

test('the fields themselves are left as they were', () => {
  const fields = { password: 'hunter2', nested: { token: 'abc' } }
  redactFields(fields)
  expect(fields).toEqual({ password: 'hunter2', nested: { token: 'abc' } })
})

test('circles, bytes, big numbers and what lies too deep become short texts', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  let deep: object = { end: true }
  for (let level = 0; level < 20; level += 1) deep = { deep }
  const fields = redactFields({ circle, bytes: Buffer.alloc(5), sequence: 12n, at: new Date(0), deep })
  expect(fields).toMatchObject({
    circle: { self: '[circular]' },
    bytes: '[5 bytes]',
    sequence: '12',
    at: '1970-01-01T00:00:00.000Z',
  })
  expect(JSON.stringify(fields.deep)).toContain('[too deep]')
})

test('texts lose user information, bearer credentials and GitHub tokens, and nothing else', () => {
  expect(redactText('connect nats://octo:hunter2@10.0.0.1:4222 failed')).toBe(
    'connect nats://***@10.0.0.1:4222 failed',
  )
  expect(redactText('clickhouse http://user:p%40ss@host/?a=b@c')).toBe('clickhouse http://***@host/?a=b@c')
  expect(redactText('sent Authorization: Bearer eyJhbGciOi.abc.def')).toBe(
    'sent Authorization: Bearer [redacted]',
  )
  expect(redactText('with ghp_0123456789abcdefghij and github_pat_11AAAAAAA_bbbb')).toBe(
    'with [redacted] and [redacted]',
  )
  expect(redactText('nats://a:b@h1,nats://octo:p@ss@h2')).toBe('nats://***@h1,nats://***@h2')
  expect(redactText('a bearer token, or basic configuration')).toBe('a bearer token, or basic configuration')
  expect(redactText('https://example.org/a@b plain text')).toBe('https://example.org/a@b plain text')
})

test.each([
  '/nothing',
  '/repos/acme/next.js/installation-repositories',
  '/healthz/eu-west-1/2026-11-22-report',
  '/teams/githubappinstallations/v2',
])('the path %s is shown as it is', (path) => {
  expect(redactPath(path)).toBe(path)
})

test.each([
  ['/hooks/0f8fad5b-d9cd-469f-a165-70867728950e/github', '/hooks/[redacted]/github'],
  ['/services/T0/B0/XyzAbcDefGhiJklMnoPqrStu', '/services/T0/B0/[redacted]'],
  ['/9c1185a5c5e9fc54612808977ee8f548b2258d31', '/[redacted]'],
  ['/via/ghp_abcdefghij/api', '/via/[redacted]/api'],
])('the path %s loses what looks like a credential', (path, told) => {
  expect(redactPath(path)).toBe(told)
})
