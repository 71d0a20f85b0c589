import { startProjectors } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestSystem, type TestSystem, testSettings } from './support/system.ts'

const NOW = '2026-03-01T00:00:00.000Z'
const canary = { secret: 'canary-Zq81xv77Lw20', token: 'canary-Tp5519mmQe83' }
/** In the form of a key that is made here. */
const pasted = `octo_${'aB3dE6gH'.repeat(5)}xyz`
const patient = { timeout: 20_000 }

let stack: AsyncDisposableStack
let system: TestSystem
let gateway: AskedGateway
let made: string

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  const { log, store } = system
  const env = {
    OCTO_TRUSTED_PROXIES: '127.0.0.1',
    OCTO_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  }
  gateway = stack.use(await startAskedGateway(system, new Date(NOW), env))
  const options = { log, store, logger: createLogger({ service: 'test', level: 'error' }) }
  const times = { settings: testSettings, now: () => new Date(), paceMs: 50 }
  stack.use(await startProjectors(['deliveries', 'counters'], { ...options, ...times }))
})

afterAll(() => stack.disposeAsync())

const entry = z.strictObject({
  id: z.uuid(),
  at: z.literal(NOW),
  who: z.string().nullable(),
  via: z.enum(['key', 'jwt', 'session', 'anonymous']).nullable(),
  address: z.string().nullable(),
  action: z.string(),
  parameters: z.record(z.string(), z.string()),
  status: z.int(),
  outcome: z.enum(['done', 'refused', 'failed']),
  count: z.int(),
})
type Entry = z.output<typeof entry>

async function audited(query = ''): Promise<readonly Entry[]> {
  const { status, body } = await gateway.ask(`/api/v1/audit?limit=1000${query}`, { as: 'admin' })
  expect({ status, body }).toMatchObject({ status: 200 })
  return z.array(entry).parse(body.data)
}

/** What the log tells of one action, once the archive has it. */
async function told(action: string, count = 1): Promise<readonly Entry[]> {
  const about = () => audited(`&action=${encodeURIComponent(action)}`)
  await expect.poll(async () => (await about()).length, patient).toBe(count)
  return about()
}

function send(
  path: string,
  method: string,
  as: string | null,
  more: { body?: object; headers?: object } = {},
) {
  const headers = {
    ...(as === null ? {} : { authorization: `Bearer ${as}` }),
    ...(more.body === undefined ? {} : { 'content-type': 'application/json' }),
    'x-forwarded-for': '203.0.113.9',
    ...more.headers,
  }
  const body = more.body === undefined ? null : JSON.stringify(more.body)
  return fetch(`${gateway.url}${path}`, { method, headers, body })
}

test('who made a key and took it back, from where, and with which rights; never the key', async () => {
  const body = { name: 'grafana', role: 'operator', repositories: ['acme/api'] }
  const answer = await send('/api/v1/keys', 'POST', gateway.keys.admin, { body })
  made = String(Object(await answer.json()).key)
  expect(made).toMatch(/^octo_/)
  expect((await send('/api/v1/keys/grafana', 'DELETE', gateway.keys.admin)).status).toBe(200)
  const root = { who: 'root', via: 'key', address: '203.0.113.9', count: 1, outcome: 'done' }
  expect(await told('POST /api/v1/keys')).toMatchObject([
    { ...root, status: 201, parameters: { name: 'grafana', role: 'operator', repositories: '["acme/api"]' } },
  ])
  expect(await told('delete /api/v1/keys/{NAME}')).toMatchObject([
    { ...root, status: 200, parameters: { name: 'grafana' } },
  ])
})

test('who was refused is told without what they gave: a guess, a lesser role, a key where a name was meant', async () => {
  for (const as of ['a-guess-of-a-key-1', 'another-guess-22']) {
    expect((await send('/api/v1/sync', 'POST', as, { body: canary })).status).toBe(401)
  }
  expect((await send('/api/v1/keys', 'GET', gateway.keys.viewer)).status).toBe(403)
  expect((await send(`/api/v1/keys/${pasted}`, 'DELETE', gateway.keys.admin)).status).toBe(404)
  // The second guess waits for the end of its minute.
  expect(await told('POST /api/v1/sync')).toMatchObject([
    { who: null, via: null, address: '203.0.113.9', status: 401, outcome: 'refused', parameters: {} },
  ])
  expect(await told('GET /api/v1/keys')).toMatchObject([{ who: 'test', status: 403 }])
  const refused = await audited('&outcome=refused&action=DELETE%20/api/v1/keys/%7Bname%7D')
  expect(refused).toMatchObject([{ who: 'root', status: 404, parameters: {} }])
})

test('a browser’s session is told as such, and another page that uses it', async () => {
  const own = { origin: gateway.url, 'sec-fetch-site': 'same-origin' }
  const signIn = await send('/auth/session', 'POST', null, {
    body: { key: gateway.keys.admin },
    headers: own,
  })
  const cookie = String(signIn.headers.get('set-cookie')).split(';', 1)[0] ?? ''
  const reset = (headers: object) =>
    send('/api/v1/counters/reset-weekly', 'POST', null, { body: {}, headers: { cookie, ...headers } })
  expect((await reset(own)).status).toBe(202)
  expect((await reset({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect(await told('POST /auth/session')).toMatchObject([{ who: 'root', via: 'key', parameters: {} }])
  expect(await told('POST /api/v1/counters/reset-weekly')).toMatchObject([
    { who: 'root', via: 'session', status: 202 },
  ])
  expect(await told('POST *')).toMatchObject([{ who: null, status: 403 }])
})

test('a tool by which a model changes something is told as its route; one that reads is not', async () => {
  const json = { accept: 'application/json, text/event-stream' }
  const call = (name: string, given: object) =>
    send('/mcp', 'POST', gateway.keys.admin, {
      headers: json,
      body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } },
    })
  expect((await call('set_counter', { name: 'pushes', value: 7 })).status).toBe(200)
  expect((await call('set_counter', { name: 'no-such-counter', value: 7 })).status).toBe(200)
  await call('get_version', {})
  const [first, second] = (await told('POST /api/v1/counters/{name}/set', 2)).toSorted(
    (left, right) => left.status - right.status,
  )
  expect(first).toMatchObject({ who: 'root', status: 202, parameters: { name: 'pushes', value: '7' } })
  expect(second).toMatchObject({ outcome: 'refused', parameters: {} })
  expect((await audited()).filter(({ action }) => action.includes('mcp'))).toEqual([])
})

test('nothing that reads is told, SQL by POST neither', async () => {
  expect(
    (await send('/api/v1/sql', 'POST', gateway.keys.admin, { body: { query: 'SELECT 1' } })).status,
  ).toBe(200)
  await send('/api/v1/counters', 'GET', gateway.keys.viewer)
  expect((await audited()).filter(({ action }) => /sql|GET \/api\/v1\/counters/.test(action))).toEqual([])
})

test('no secret is in it, wherever it was given', async () => {
  const body = { repository: 'acme/api', secret: canary.secret, set_up: false }
  await send(`/api/v1/hook-configs?token=${canary.token}`, 'POST', gateway.keys.admin, { body })
  await send('/api/v1/hook-configs', 'POST', gateway.keys.admin, { body })
  await send(`/api/v1/counters/pushes/reset?token=${canary.token}`, 'POST', canary.token, { body: {} })
  await told('POST /api/v1/counters/{name}/reset')
  const { rows } = Object(
    await (
      await send('/api/v1/sql', 'POST', gateway.keys.admin, {
        body: { query: "SELECT body FROM commands WHERE type = 'audit'" },
      })
    ).json(),
  )
  const all = JSON.stringify([await audited(), rows])
  expect(all).toContain('acme/api')
  for (const secret of [canary.secret, canary.token, pasted, made, ...Object.values(gateway.keys)])
    expect(all).not.toContain(secret)
})

test('it is filtered, sorted, paged and taken as a file; for admins of every repository', async () => {
  const all = await audited('&sort=action&direction=asc')
  const actions = all.map(({ action }) => action.toLowerCase())
  expect(actions).toEqual(actions.toSorted())
  const paged: Entry[] = []
  let cursor: unknown = null
  do {
    const next = cursor === null ? '' : `&cursor=${cursor}`
    const path = `/api/v1/audit?sort=status&limit=2${next}`
    const { body } = await gateway.ask(path, { as: 'admin' })
    paged.push(...z.array(entry).parse(body.data))
    cursor = z.looseObject({ next_cursor: z.string().nullable() }).parse(body.page).next_cursor
  } while (cursor !== null)
  expect(paged).toEqual(await audited('&sort=status'))
  expect(new Set(paged.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)))
  expect((await audited('&who=ROOT')).length).toBe(all.filter(({ who }) => who === 'root').length)
  expect(await audited(`&until=${NOW}`)).toEqual([])
  expect((await audited(`&since=${NOW}`)).length).toBe(all.length)
  const file = await send('/api/v1/audit?format=ndjson', 'GET', gateway.keys.admin)
  const lines = (await file.text()).trim().split('\n')
  expect(lines).toHaveLength(all.length)
  expect(await gateway.ask('/api/v1/audit', { as: 'operator' })).toMatchObject({ status: 403 })
})
