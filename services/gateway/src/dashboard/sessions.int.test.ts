import { expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'

const gateway = gatewayForTests({ env: { OCTO_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') } })
const ours = { 'sec-fetch-site': 'same-origin' }

const signIn = (body: object, headers: Readonly<Record<string, string>> = ours) =>
  gateway.ask('/auth/session', { as: null, body, headers })

async function cookieOf(body: object): Promise<string> {
  const { headers } = await signIn(body)
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}

test('a key signs in: the cookie asks with its rights, and shows nothing of it', async () => {
  const { status, headers, body, text } = await signIn({ key: keys.operator })
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { principal: { name: 'operator-key', role: 'operator', repositories: null, via: 'key' } },
  })
  const cookie = headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^octo_session=[^;]+; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/)
  expect(`${cookie}${text}`).not.toContain(keys.operator)
  const asked = { as: null, headers: { cookie: cookie.split(';')[0] ?? '' } }
  expect(await gateway.ask('/api/v1/version', asked)).toMatchObject({ status: 200 })
  expect(await gateway.ask('/api/v1/keys', asked)).toMatchObject({ status: 403 })
  expect((await gateway.ask('/auth/session', asked)).body).toMatchObject({
    principal: { role: 'operator' },
    expires_at: expect.any(String),
  })
})

test('a token signs in with its repositories; wrong ones do not', async () => {
  const jwt = await tokenFor(['acme/api'])
  expect((await signIn({ jwt })).body).toMatchObject({
    principal: { repositories: ['acme/api'], via: 'jwt' },
  })
  expect(await signIn({ key: 'wrong' })).toMatchObject({ status: 401 })
  expect(await signIn({ jwt: `${jwt}x` })).toMatchObject({ status: 401 })
  expect(await signIn({ key: `${keys.admin} x` })).toMatchObject({ status: 401 })
  expect(await signIn({})).toMatchObject({ status: 400 })
})

test('nobody is signed in without a cookie, with a changed one, or after signing out', async () => {
  const cookie = await cookieOf({ key: keys.viewer })
  for (const wrong of ['', `${cookie.slice(0, -3)}AAA`, 'octo_session=x']) {
    const { body } = await gateway.ask('/auth/session', { as: null, headers: { cookie: wrong } })
    expect(body).toEqual({ principal: null, expires_at: null })
  }
  const out = await gateway.ask('/auth/session', { as: null, method: 'DELETE', headers: { cookie, ...ours } })
  expect(out.headers.get('set-cookie')).toMatch(/^octo_session=; Expires=Thu, 01 Jan 1970/)
})

test('with a session, what changes something must come from a page of this origin', async () => {
  const cookie = await cookieOf({ key: keys.admin })
  const create = (headers: Readonly<Record<string, string>>) =>
    gateway.ask('/api/v1/sql', { as: null, body: { query: 'SELECT 1' }, headers: { cookie, ...headers } })
  const host = new URL(gateway.url()).origin
  for (const foreign of [
    {},
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: host },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'none' },
  ]) {
    expect(await create(foreign)).toMatchObject({ status: 403, body: { code: 'foreign_origin' } })
  }
  expect(await create(ours)).toMatchObject({ status: 200 })
  expect(await create({ origin: host })).toMatchObject({ status: 200 })
  // A key in a header comes from whoever has it, not from a browser by itself.
  const withKey = { body: { query: 'SELECT 1' }, headers: { cookie, origin: 'https://evil.example' } }
  expect(await gateway.ask('/api/v1/sql', withKey)).toMatchObject({ status: 200 })
  expect(await signIn({ key: keys.viewer }, { origin: 'https://evil.example' })).toMatchObject({
    status: 403,
  })
})

test('without OCTO_ENCRYPTION_KEY the answer says what to set', async () => {
  await using closed = await gateway.serveWith({ OCTO_ENCRYPTION_KEY: '' })
  const answer = await fetch(`${closed.url}/auth/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...ours },
    body: JSON.stringify({ key: keys.viewer }),
  })
  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('OCTO_ENCRYPTION_KEY')])
})

test('who guesses at signing in waits; who was let in before does not', async () => {
  await using server = await gateway.serveWith({ OCTO_SIGN_IN_FAILURES: '3' })
  const attempt = (key: string) =>
    fetch(`${server.url}/auth/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ours },
      body: JSON.stringify({ key }),
    })
  expect((await attempt(keys.viewer)).status).toBe(200)
  const guesses = []
  for (const key of ['one', 'two', 'three', 'four']) guesses.push(await attempt(key))
  expect(guesses.map(({ status }) => status)).toEqual([401, 401, 401, 429])
  expect(await guesses[3]?.json()).toMatchObject({ code: 'too_many_failures' })
  expect(Number(guesses[3]?.headers.get('retry-after'))).toBeGreaterThan(0)
  // A right one that was never given before waits as well, or guessing would go on.
  expect((await attempt(keys.admin)).status).toBe(429)
  const asked = await fetch(`${server.url}/api/v1/version`, { headers: { authorization: 'Bearer five' } })
  expect(asked.status).toBe(429)
  expect((await attempt(keys.viewer)).status).toBe(200)
})

test('a key that asks too often is told how much is left, and when', async () => {
  await using server = await gateway.serveWith({ OCTO_KEY_RATE_LIMIT: '2' })
  const ask = (key: string) =>
    fetch(`${server.url}/api/v1/version`, { headers: { authorization: `Bearer ${key}` } })
  const answers = [await ask(keys.viewer), await ask(keys.viewer), await ask(keys.viewer)]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
    '"key";r=1',
    '"key";r=0',
    expect.stringMatching(/^"key";r=0;t=\d+$/),
  ])
  expect(answers[2]?.headers.get('ratelimit-policy')).toBe('"key";q=2;w=60')
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask(keys.admin)).status).toBe(200)
})
