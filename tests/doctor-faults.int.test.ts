import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@nats-io/transport-node'
import type { Snapshot } from '@octometer/event-contracts'
import { startNatsServer } from '@octometer/event-log'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { watchPayload } from './support/agent-system.ts'
import { appendDeliveries } from './support/append-deliveries.ts'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'
import { askDoctor } from './terminal/ask-doctor.ts'

const natsServerBin = inject('natsServerBin')
let folder: string
let system: TestSystem
let gateway: AskedGateway
const AHEAD_MS = 11 * 60_000

const disabledHook: Snapshot = {
  ...{ type: 'hook', snapshot_id: 'h1', taken_at: new Date().toISOString(), hook_id: '42' },
  ...{ owner_kind: 'repository', owner: 'acme/api', mode: 'push', state: 'present', is_meant_active: true },
  ...{ active: false, is_aimed_here: true, url_host: 'octometer.example', events: ['*'] },
  ...{ content_type: 'json', verifies_tls: true, last_response: null },
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octometer-doctor-'))
  system = await startTestSystem({ natsServerBin })
  const projectors = await system.startProjectors()
  const issue = { ...watchPayload, action: 'opened', issue: { number: 'seven' } }
  await appendDeliveries(system.log, [
    { guid: 'broken', event: 'issues', receivedAt: new Date(), payload: issue },
  ])
  await system.appendSnapshot(disabledHook)
  await projectors.caughtUp()
  gateway = await startAskedGateway(system, new Date())
  await projectors[Symbol.asyncDispose]()
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const asked = () => ({ OCTO_URL: gateway.url, OCTO_API_KEY: gateway.keys.admin })

test('a gateway that is down, and NATS and ClickHouse that cannot be reached behind it', async () => {
  const { exitCode, wrong } = await askDoctor(folder, {
    ...{ OCTO_URL: 'http://127.0.0.1:1', OCTO_API_KEY: 'k'.repeat(20) },
    ...{ OCTO_NATS_URL: 'nats://127.0.0.1:1', OCTO_CLICKHOUSE_URL: 'http://127.0.0.1:1' },
  })
  expect(exitCode).toBe(1)
  expect(wrong('gateway')).toMatchObject([
    { status: 'fail', advice: expect.stringContaining('see whether it runs') },
  ])
  expect(wrong('log')).toMatchObject([{ status: 'fail', advice: expect.stringContaining('OCTO_NATS_URL') }])
  expect(wrong('store')).toMatchObject([
    { status: 'fail', advice: expect.stringContaining('OCTO_CLICKHOUSE_URL') },
  ])
})

test('a log that does not sync, takes too little, and forgets by age, with the gateway down', async () => {
  const storeDir = join(folder, 'nats')
  await using nats = await startNatsServer({
    ...{ storeDir, binary: natsServerBin, monitoring: true, syncAlways: false, maxPayloadBytes: 1024 ** 2 },
  })
  const connection = await connect({ servers: nats.url })
  const forgetful = { name: 'EVENTS', subjects: ['events.>'], max_age: 60_000_000_000, discard: 'old' }
  await connection.request('$JS.API.STREAM.CREATE.EVENTS', JSON.stringify(forgetful))
  await connection.close()
  const { wrong } = await askDoctor(folder, {
    ...{ OCTO_URL: 'http://127.0.0.1:1', OCTO_NATS_URL: nats.url },
    OCTO_NATS_MONITORING_URL: nats.monitoringUrl ?? '',
  })
  const told = wrong('log.durability').map(({ summary, advice }) => `${summary} ${advice}`)
  expect(told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/acknowledges EVENTS before it is on disk\. set sync_interval: always/),
      expect.stringMatching(/max_payload of nats-server is 1048576 .* set max_payload to/),
      expect.stringMatching(/stream EVENTS has .*max_age 60000000000 \(wanted: 0\).*change it/),
      expect.stringMatching(/stream ALERTS does not exist/),
    ]),
  )
})

test('a key that the gateway does not know', async () => {
  const { exitCode, wrong } = await askDoctor(folder, { ...asked(), OCTO_API_KEY: 'x'.repeat(32) })
  expect(exitCode).toBe(1)
  expect(wrong('key')).toMatchObject([{ status: 'fail', advice: expect.stringContaining('OCTO_API_KEY') }])
})

test('a dead letter that waits, a hook that is disabled, and a table that does not sync', async () => {
  await system.store.command('test.lazy', 'ALTER TABLE deliveries MODIFY SETTING fsync_after_insert = 0')
  const { wrong } = await askDoctor(folder, asked())
  expect(wrong('dead_letters')).toMatchObject([
    { status: 'warn', summary: expect.stringContaining('issues 1') },
  ])
  expect(wrong('store.durability')).toMatchObject([
    { status: 'fail', advice: expect.stringContaining('fsync_after_insert = 1') },
  ])
  expect(wrong('hook.acme/api')).toMatchObject([
    { status: 'fail', advice: expect.stringContaining('octometer hooks set-up') },
  ])
  expect(wrong('clock')).toEqual([])
  expect(wrong('key_file')).toEqual([])
})

test('a clock that is ahead, and read models that stand', async () => {
  await appendDeliveries(system.log, [
    { guid: 'unread', event: 'watch', receivedAt: new Date(), payload: watchPayload },
  ])
  await using ahead = await startAskedGateway(system, new Date(Date.now() + AHEAD_MS))
  const { exitCode, wrong } = await askDoctor(folder, { OCTO_URL: ahead.url, OCTO_API_KEY: ahead.keys.admin })
  expect(exitCode).toBe(1)
  expect(wrong('clock')).toMatchObject([{ status: 'fail', advice: expect.stringContaining('NTP') }])
  expect(wrong('read_model.counters')).toMatchObject([
    { status: 'fail', advice: expect.stringContaining('log of its projector') },
  ])
})

test('keys that others can read', async () => {
  const profiles = join(folder, 'octometer', 'profiles.json')
  const credentials = join(folder, '.octometer', 'data', 'credentials.json')
  for (const file of [profiles, credentials]) {
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, JSON.stringify({ current: null, profiles: {} }))
    await chmod(file, 0o644)
  }
  const { wrong } = await askDoctor(folder, asked())
  expect(wrong('key_file').map(({ advice }) => advice)).toEqual([
    `Run \`chmod 600 ${profiles}\`, and change keys that may have been read.`,
    `Run \`chmod 600 ${credentials}\`, and change keys that may have been read.`,
  ])
})
