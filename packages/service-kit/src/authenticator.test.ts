import type { AccessConfig } from '@octometer/config'
import { createLogger } from '@octometer/telemetry'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { createAuthenticator, hasRole, type Principal } from './authenticator.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const SECRET = 'a secret of at least thirty-two bytes'
const CLOSED: AccessConfig = {
  apiKeys: [],
  jwt: null,
  anonymousRole: null,
  signInFailures: null,
  keyRequests: null,
}
const KEYS: AccessConfig = {
  ...CLOSED,
  apiKeys: [
    { name: 'grafana', role: 'viewer', key: 'key-of-grafana' },
    { name: 'root', role: 'admin', key: 'key-of-root' },
  ],
}
const TOKENS: AccessConfig = { ...CLOSED, jwt: { secret: SECRET } }

function authenticate(access: AccessConfig, headers: Record<string, string>): Promise<Principal | null> {
  return createAuthenticator(access, { logger }).authenticate(headers)
}

function token(
  claims: Record<string, unknown>,
  { secret = SECRET, expires = '1m', alg = 'HS256' } = {},
): Promise<string> {
  const unsigned = new SignJWT(claims).setProtectedHeader({ alg })
  return (expires ? unsigned.setExpirationTime(expires) : unsigned).sign(new TextEncoder().encode(secret))
}

const bearer = async (claims: Record<string, unknown>, options?: Parameters<typeof token>[1]) => ({
  authorization: `Bearer ${await token(claims, options)}`,
})

test('a key is read from Authorization and from x-api-key', async () => {
  const grafana = { name: 'grafana', role: 'viewer', repositories: null, via: 'key' }
  expect(await authenticate(KEYS, { authorization: 'Bearer key-of-grafana' })).toEqual(grafana)
  expect(await authenticate(KEYS, { authorization: 'bearer   key-of-grafana ' })).toEqual(grafana)
  expect(await authenticate(KEYS, { 'x-api-key': 'key-of-grafana' })).toEqual(grafana)
  expect(await authenticate(KEYS, { 'x-api-key': 'key-of-root' })).toMatchObject({
    name: 'root',
    role: 'admin',
  })
})

test.each([
  {},
  { authorization: 'Bearer wrong' },
  { authorization: 'Bearer' },
  { authorization: 'Bearer ' },
  { authorization: 'Basic a2V5LW9mLXJvb3Q=' },
  { authorization: 'key-of-root' },
  { 'x-api-key': '' },
  { 'x-api-key': 'KEY-OF-ROOT' },
  { authorization: 'Bearer wrong', 'x-api-key': 'key-of-root' },
])('%j is nobody', async (headers) => {
  expect(await authenticate(KEYS, headers)).toBeNull()
})

test('without credentials comes the anonymous one, with wrong ones nobody', async () => {
  const open: AccessConfig = { ...KEYS, anonymousRole: 'viewer' }
  expect(await authenticate(open, {})).toEqual({
    name: 'anonymous',
    role: 'viewer',
    repositories: null,
    via: 'anonymous',
  })
  expect(await authenticate(open, { 'x-api-key': 'wrong' })).toBeNull()
  expect(await authenticate(open, { authorization: 'Digest x' })).toBeNull()
})

test('a token gives its subject, role and repositories', async () => {
  const claims = { sub: 'octocat', role: 'operator', repositories: ['octo/a', 'octo/b'] }
  expect(await authenticate(TOKENS, await bearer(claims))).toEqual({
    name: 'octocat',
    role: 'operator',
    repositories: ['octo/a', 'octo/b'],
    via: 'jwt',
  })
  expect(await authenticate(TOKENS, await bearer({ sub: 'octocat' }))).toMatchObject({
    role: 'viewer',
    repositories: null,
  })
})

test('keys and tokens work side by side', async () => {
  const both: AccessConfig = { ...KEYS, jwt: { secret: SECRET } }
  expect(await authenticate(both, { authorization: 'Bearer key-of-root' })).toMatchObject({ via: 'key' })
  expect(await authenticate(both, await bearer({}))).toMatchObject({ via: 'jwt' })
})

test.each([
  ['has expired', {}, { expires: '-1s' }],
  ['never expires', {}, { expires: '' }],
  ['is signed by somebody else', {}, { secret: 'another secret of thirty-two bytes!' }],
  ['is signed in another way', {}, { alg: 'HS512', secret: SECRET.repeat(2) }],
  ['claims an unknown role', { role: 'root' }, {}],
  ['claims a role that is no text', { role: ['admin'] }, {}],
  ['claims one repository that is no list', { repositories: 'octo/a' }, {}],
])('a token that %s is nobody', async (_case, claims, options) => {
  expect(await authenticate(TOKENS, await bearer(claims, options))).toBeNull()
})

test('a token that is not signed at all is nobody', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const expires = Math.floor(Date.now() / 1e3) + 60
  const unsigned = `${part({ alg: 'none' })}.${part({ exp: expires, role: 'admin' })}.`
  expect(await authenticate(TOKENS, { authorization: `Bearer ${unsigned}` })).toBeNull()
})

test('viewer < operator < admin', () => {
  const roles = ['viewer', 'operator', 'admin'] as const
  const may = roles.map((role) => {
    const principal: Principal = { name: 'x', role, repositories: null, via: 'key' }
    return roles.filter((needed) => hasRole(principal, needed))
  })
  expect(may).toEqual([['viewer'], ['viewer', 'operator'], ['viewer', 'operator', 'admin']])
})
