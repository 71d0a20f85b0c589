import {
  commandSchema,
  commandSubject,
  rebuildAnswerSchema,
  rebuildRequestSchema,
} from '@octometer/event-contracts'
import { connectLog, type EventLog, ensureStreams, openReader, readOne, serve } from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GatewayLog, openGatewayLog } from './gateway-log.ts'

let nats: TestNatsServer
let log: EventLog
let gatewayLog: GatewayLog
let now = new Date()

beforeAll(async () => {
  nats = await startNatsServer()
  log = await connectLog({
    url: nats.url,
    name: 'test',
    logger: createLogger({ service: 'test', level: 'silent' }),
  })
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  gatewayLog = openGatewayLog(log, () => now)
})

afterAll(async () => {
  await gatewayLog[Symbol.asyncDispose]()
  await log[Symbol.asyncDispose]()
  await nats[Symbol.asyncDispose]()
})

test('a command lies in the log under its own id, in the name of who asked', async () => {
  const { commandId, receipt } = await gatewayLog.appendCommand(
    { type: 'retry', dead_letter_id: 'counters:x' },
    'mona',
  )
  const message = await readOne(log, 'EVENTS', receipt.sequence)
  expect(message?.subject).toBe(commandSubject('retry'))
  expect(message?.header('Nats-Msg-Id')).toBe(commandId)
  const command = commandSchema.parse(JSON.parse(Buffer.from(message?.body() ?? []).toString('utf8')))
  expect(command).toEqual({
    type: 'retry',
    dead_letter_id: 'counters:x',
    command_id: commandId,
    issued_by: 'mona',
    issued_at: now.toISOString(),
  })
})

test('how durable the log is, and how full each stream', async () => {
  const { findings, streams } = await gatewayLog.health()
  expect(findings).toEqual([])
  expect(streams).toEqual([
    { stream: 'EVENTS', bytes: expect.any(Number), maxBytes: 2 ** 26 },
    { stream: 'API_CALLS', bytes: expect.any(Number), maxBytes: 2 ** 24 },
    { stream: 'ALERTS', bytes: 0, maxBytes: 2 ** 28 },
  ])
})

test('a retry of an API call lies where its projection hears it', async () => {
  const asked = { type: 'retry', dead_letter_id: 'api-usage:x' } as const
  const { receipt } = await gatewayLog.appendCommand(asked, 'mona')
  expect(receipt).toMatchObject({ stream: 'API_CALLS', duplicate: false })
  expect(await readOne(log, 'API_CALLS', receipt.sequence)).toMatchObject({
    subject: 'api_calls.command.retry',
  })
})

test('the progress of a projection: none, behind, and at the end', async () => {
  expect(await gatewayLog.progressOf('counters', 'g7')).toBeNull()
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'counters__g7' })
  const first = await gatewayLog.appendCommand({ type: 'dismiss', dead_letter_id: 'counters:y' }, 'mona')
  const oldest = await readOne(log, 'EVENTS', 1)
  now = new Date((oldest?.appendedAt.getTime() ?? 0) + 12_000)
  expect(await gatewayLog.progressOf('counters', 'g7')).toEqual({
    acknowledged: 0,
    lagMessages: first.receipt.sequence,
    lagSeconds: 12,
  })
  const batch = await reader.nextBatch({ maxMessages: 100, maxBytes: 2 ** 20, maxWaitMs: 1000 })
  await batch.acknowledge()
  await expect
    .poll(() => gatewayLog.progressOf('counters', 'g7'))
    .toEqual({ acknowledged: first.receipt.sequence, lagMessages: 0, lagSeconds: 0 })
})

test('a rebuild reaches the projectors; without them it says who is missing', async () => {
  await expect(gatewayLog.rebuild('counters', 'mona')).rejects.toMatchObject({
    code: 'service_unavailable',
    service: 'projectors',
  })
  const asked: unknown[] = []
  await using _projectors = serve(
    log,
    'projectors',
    'rebuild',
    { request: rebuildRequestSchema, answer: rebuildAnswerSchema },
    async (body) => {
      asked.push(body)
      return { projection: body.projection, generation: 'g8', state: 'started' as const }
    },
  )
  // The subscription is there when the server has it.
  await expect
    .poll(() => gatewayLog.rebuild('counters', 'mona').catch(() => null))
    .toEqual({ projection: 'counters', generation: 'g8', state: 'started' })
  expect(asked).toContainEqual({ projection: 'counters', requested_by: 'mona' })
})
