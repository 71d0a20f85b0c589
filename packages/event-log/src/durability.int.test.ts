import { startNatsServer } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { connectionOf } from './connection.ts'
import { startForeignServer } from './foreign-server.fixture.ts'
import {
  checkDurability,
  connectLog,
  type EventLog,
  ensureStreams,
  StreamConfigurationError,
} from './index.ts'
import { openLog, roomyLimits, silentLogger } from './log.fixture.ts'

const streams = ['EVENTS', 'API_CALLS'] as const

async function codes(log: EventLog, expectations = {}) {
  const findings = await checkDurability(log, { streams, ...expectations })
  return findings.map((finding) => finding.code)
}

test('a server that syncs always, with our streams, is durable enough', async () => {
  await using fixture = await openLog()
  expect(await checkDurability(fixture.log, { streams })).toEqual([])
})

test('a server that syncs now and then is found out, and told what to set', async () => {
  await using fixture = await openLog(roomyLimits, { syncAlways: false })
  const [finding, ...others] = await checkDurability(fixture.log, { streams })
  expect(others).toEqual([])
  expect(finding?.code).toBe('sync_not_always')
  expect(finding?.message).toMatch(/before it is on disk.*sync_interval: always/)
})

test('a server that may not be asked is unknown, until its monitoring endpoint is given', async () => {
  await using server = await startForeignServer([])
  await using log = await connectLog({ url: server.url, name: 'test', logger: silentLogger })
  await ensureStreams(log, roomyLimits)
  expect(await codes(log, { minimumPayloadBytes: 0 })).toEqual(['sync_unknown'])
  const monitored = { minimumPayloadBytes: 0, monitoringUrl: server.monitoringUrl }
  expect(await codes(log, monitored)).toEqual(['sync_not_always'])
  const closed = { minimumPayloadBytes: 0, monitoringUrl: 'http://127.0.0.1:1' }
  const [finding] = await checkDurability(log, { streams, ...closed })
  expect(finding?.message).toMatch(/the one given does not tell/)
})

test("another server's monitoring endpoint proves nothing about ours", async () => {
  await using ours = await startForeignServer([])
  await using another = await startNatsServer()
  await using log = await connectLog({ url: ours.url, name: 'test', logger: silentLogger })
  await ensureStreams(log, roomyLimits)
  const misled = { minimumPayloadBytes: 0, monitoringUrl: another.monitoringUrl }
  expect(await codes(log, misled)).toEqual(['sync_unknown'])
})

test('small messages, missing and unsafe streams are named', async () => {
  await using server = await startNatsServer({ maxPayloadBytes: 1024 * 1024 })
  await using log = await connectLog({ url: server.url, name: 'test', logger: silentLogger })
  const { manager } = connectionOf(log)
  await manager.streams.add({ name: 'EVENTS', subjects: ['events.>'], storage: 'memory', max_age: 1e12 })

  const findings = await checkDurability(log, { streams })

  expect(findings.map((finding) => finding.code)).toEqual([
    'max_payload_too_small',
    'stream_unsafe',
    'stream_missing',
  ])
  expect(findings[1]?.message).toMatch(
    /EVENTS.*storage memory.*discard old.*max_age 1000000000000.*max_bytes -1/,
  )
  const ensuring = ensureStreams(log, roomyLimits)
  await expect(ensuring).rejects.toBeInstanceOf(StreamConfigurationError)
  await expect(ensuring).rejects.toThrow(/stream EVENTS exists with storage memory .*discard old/)
})

test('declaring again changes the bound and loses nothing', async () => {
  await using fixture = await openLog()
  const maxBytes = { EVENTS: 1_000_000, API_CALLS: 1_000_000 }
  await ensureStreams(fixture.log, { maxBytes, duplicateWindowMs: 2_000 })
  const { config } = await connectionOf(fixture.log).manager.streams.info('EVENTS')
  expect(config).toMatchObject({
    max_bytes: 1_000_000,
    duplicate_window: 2e9,
    discard: 'new',
    storage: 'file',
    allow_atomic: true,
    deny_delete: true,
  })
  const tooMuch = ensureStreams(fixture.log, { maxBytes: { ...maxBytes, EVENTS: 2 ** 52 } })
  await expect(tooMuch).rejects.toThrow(/stream EVENTS.*(insufficient storage|max_file_store)/)
})
