import { bucketNames, connectLog, type EventLog, ensureStreams, openBucket } from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { openIssuedKeys } from './issued-keys.ts'

const gateway = gatewayForTests({ built: ['deliveries'], now: new Date('2026-03-01T00:00:00Z') })
let nats: TestNatsServer
let log: EventLog

const openKeys = () => openBucket(log, bucketNames.keys)

beforeAll(async () => {
  nats = await startNatsServer()
  const logger = createLogger({ service: 'test', level: 'silent' })
  log = await connectLog({ url: nats.url, name: 'test', logger })
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  gateway.log.keys = openKeys
})

afterAll(async () => {
  await log[Symbol.asyncDispose]()
  await nats[Symbol.asyncDispose]()
})

const create = (body: object, as: string = keys.admin) => gateway.ask('/api/v1/keys', { body, as })
const remove = (name: string) => gateway.ask(`/api/v1/keys/${name}`, { method: 'DELETE' })

test('a key lets in as what it was made, until it is deleted', async () => {
  const made = await create({ name: 'grafana', role: 'operator' })
  expect(made).toMatchObject({
    status: 201,
    body: {
      name: 'grafana',
      role: 'operator',
      repositories: null,
      source: 'issued',
      created_at: '2026-03-01T00:00:00.000Z',
      created_by: 'admin-key',
      expires_at: null,
    },
  })
  const as = String(made.body.key)
  expect(as).toMatch(/^octo_[\w-]{43}$/)
  expect((await gateway.ask('/api/v1/version', { as })).status).toBe(200)
  const refused = await gateway.ask('/api/v1/keys', { as })
  expect(refused).toMatchObject({ status: 403 })
  expect(refused.text).toContain('grafana is operator')
  expect(await remove('grafana')).toMatchObject({ status: 200, body: { name: 'grafana' } })
  expect((await gateway.ask('/api/v1/version', { as })).status).toBe(401)
  expect((await remove('grafana')).status).toBe(404)
})

test('a list shows what keys may do, and nowhere a key or its hash', async () => {
  const { key } = (await create({ name: 'listed', repositories: ['acme/api'] })).body
  const { status, body, text } = await gateway.ask('/api/v1/keys')
  expect(status).toBe(200)
  const shown = body.keys as readonly { readonly name: string; readonly source: string }[]
  expect(shown.map(({ name, source }) => `${name} ${source}`)).toEqual([
    'admin-key environment',
    'listed issued',
    'operator-key environment',
    'viewer-key environment',
  ])
  expect(text).toContain('"repositories":["acme/api"]')
  const kept = await (await openKeys()).get('listed')
  const hash = String(JSON.parse(kept?.value ?? '{}').hash)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  for (const secret of [String(key), hash, keys.admin]) expect(text).not.toContain(secret)
  expect(kept?.value).not.toContain(String(key))
})

test('a key for some repositories shows no others, and manages no keys', async () => {
  const { key } = (await create({ name: 'of-one', role: 'admin', repositories: ['acme/api'] })).body
  const asked = await gateway.ask('/api/v1/keys', { as: String(key) })
  expect(asked).toMatchObject({ status: 403, body: { code: 'repositories_restricted' } })
  const limited = await tokenFor(['acme/api'], 'admin')
  expect((await create({ name: 'escalated', role: 'admin' }, limited)).status).toBe(403)
  expect(await (await openKeys()).get('escalated')).toBeNull()
})

test('a name is one key', async () => {
  await create({ name: 'twice' })
  expect(await create({ name: 'twice' })).toMatchObject({ status: 409, body: { code: 'key_name_taken' } })
  expect(await create({ name: 'viewer-key' })).toMatchObject({ status: 409 })
  expect(await remove('viewer-key')).toMatchObject({ status: 409, body: { code: 'key_of_environment' } })
  const both = await Promise.all([create({ name: 'raced' }), create({ name: 'raced' })])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
})

test.each([
  [{}, 'name'],
  [{ name: 'a b' }, 'name'],
  [{ name: 'x', role: 'root' }, 'role'],
  [{ name: 'x', repositories: [] }, 'repositories'],
  [{ name: 'x', repositories: ['acme'] }, 'repositories.0'],
  [{ name: 'x', expires_at: 'tomorrow' }, 'expires_at'],
  [{ name: 'x', expires_at: '2026-02-28T23:59:59Z' }, 'expires_at'],
  [{ name: 'x', key: 'chosen' }, 'key'],
])('%j is a 400 that names %s', async (body, field) => {
  expect(await create(body)).toMatchObject({ status: 400, body: { code: 'bad_field', field } })
})

test('another gateway knows a key that it never saw made, refuses it after its time, and when it is gone', async () => {
  let now = new Date('2026-03-01T00:00:00Z')
  const other = openIssuedKeys(openKeys, () => now)
  const { key } = (await create({ name: 'shared', expires_at: '2026-03-02T01:00:00+01:00' })).body
  const principal = { name: 'shared', role: 'viewer', repositories: null, via: 'key' }
  expect(await other.find(String(key))).toEqual(principal)
  now = new Date('2026-03-02T00:00:00Z')
  expect(await other.find(String(key))).toBeNull()
  now = new Date('2026-03-01T00:00:00Z')
  await remove('shared')
  await expect.poll(() => other.find(String(key)), { timeout: 5000 }).toBeNull()
})

test('while the log is away, who had a key is let in, and who cannot be known gets a 503', async () => {
  let isAway = false
  const flaky = async () => {
    const bucket = await openKeys()
    return {
      ...bucket,
      entries: () => (isAway ? Promise.reject(new Error('the log is away')) : bucket.entries()),
    }
  }
  const { key } = (await create({ name: 'kept' })).body
  const before = openIssuedKeys(flaky, () => new Date())
  expect(await before.find(String(key))).toMatchObject({ name: 'kept' })
  isAway = true
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  vi.advanceTimersByTime(60_000)
  expect(await before.find(String(key))).toMatchObject({ name: 'kept' })
  await expect(openIssuedKeys(flaky, () => new Date()).find(String(key))).rejects.toThrow('away')
})
