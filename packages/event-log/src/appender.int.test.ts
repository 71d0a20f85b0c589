import { randomBytes } from 'node:crypto'
import { encodeDelivery } from '@octometer/event-contracts'
import { captureSpans, withSpan } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import {
  createAppender,
  LogFullError,
  LogRefusedError,
  LogUnavailableError,
  MessageTooLargeError,
  openReader,
  readOne,
} from './index.ts'
import { appendAll, entry, ids, numbered, openLog, readAll, roomyLimits } from './log.fixture.ts'
import { streamInfo } from './streams.ts'

const MIB = 1024 * 1024

test('a delivery of next.js comes back as it was, and its dot adds no token', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  const body = Buffer.from(JSON.stringify({ text: 'ü'.repeat(5_000) }))
  const receivedAt = new Date('2026-03-01T12:00:00.000Z')
  const delivery = encodeDelivery(
    {
      guid: 'guid-1',
      event: 'push',
      hookId: '7',
      targetType: null,
      targetId: null,
      receivedAt,
      contentType: 'application/json',
      signature: 'sha256=00',
      source: 'webhook',
    },
    { owner: 'vercel', name: 'next.js' },
  )

  const receipt = await appender.append({ ...delivery, body })

  expect(receipt).toEqual({ stream: 'EVENTS', sequence: 1, duplicate: false })
  const message = await readOne(fixture.log, 'EVENTS', 1)
  expect(message?.subject).toBe('events.delivery.push.vercel.next%2Ejs')
  expect(message?.header('Nats-Msg-Id')).toBe('guid-1')
  expect(message?.header('Octo-Received-At')).toBe(receivedAt.toISOString())
  expect(message?.header('Octo-Encoding')).toBe('zstd')
  expect(message?.header('Octo-Target-Id')).toBeNull()
  expect(Buffer.from(message?.body() ?? [])).toEqual(body)
  const stored = await streamInfo(fixture.log, 'EVENTS')
  expect(stored?.state.bytes).toBeLessThan(1_000)
})

test('what waits together goes as atomic batches, each entry with its own sequence', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS', maxBatchMessages: 16 })

  const receipts = await appendAll(appender, numbered(200))

  expect(receipts.map((receipt) => receipt.sequence).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 200 }, (_, index) => index + 1),
  )
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'all' })
  const messages = await readAll(reader, 200)
  for (const [index, { messageId }] of numbered(200).entries()) {
    const sequence = receipts[index]?.sequence
    expect(messages.find((message) => message.sequence === sequence)?.header('Nats-Msg-Id')).toBe(messageId)
  }
  const sizes = Map.groupBy(messages, (message) => message.header('Nats-Batch-Id'))
  expect(sizes.size).toBeLessThanOrEqual(20)
  for (const [batch, members] of sizes) expect([batch, members.length <= 16]).toEqual([batch, true])
})

test('an entry that waits alone goes singly', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  await appender.append(entry('alone'))
  const message = await readOne(fixture.log, 'EVENTS', 1)
  expect(message?.header('Nats-Batch-Id')).toBeNull()
})

test('a batch with ids that the log knows falls back, and every entry gets its own true receipt', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  const [first] = await appendAll(appender, [entry('known')])

  const [known, once, twice, other] = await appendAll(appender, [
    entry('known'),
    entry('new'),
    entry('new'),
    entry('other'),
  ])

  expect(known).toEqual({ ...first, duplicate: true })
  expect([once?.duplicate, twice?.duplicate].sort()).toEqual([false, true])
  expect(once?.sequence).toBe(twice?.sequence)
  expect(other?.duplicate).toBe(false)
  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(3)
})

test('a full stream refuses and says so: nothing is lost silently, nothing older is dropped', async () => {
  await using fixture = await openLog({ maxBytes: { ...roomyLimits.maxBytes, EVENTS: 300_000 } })
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  const entries = numbered(60).map((each) => ({ ...each, body: randomBytes(10_000) }))

  const outcomes = await Promise.allSettled(entries.map((each) => appender.append(each)))

  const stored = entries.filter((_, index) => outcomes[index]?.status === 'fulfilled')
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(stored.length).toBeGreaterThan(20)
  expect(refused.length).toBeGreaterThan(20)
  for (const reason of refused) expect(reason).toBeInstanceOf(LogFullError)
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'all' })
  const messages = await readAll(reader, stored.length)
  expect(ids(messages).sort()).toEqual(stored.map((each) => each.messageId).sort())
  expect(messages[0]?.sequence).toBe(1)
  await expect(appender.append(entry('late', randomBytes(10_000)))).rejects.toMatchObject({
    code: 'log_full',
    retryable: true,
  })
})

test('a message beyond max_payload is refused alone, those beside it are stored', async () => {
  await using fixture = await openLog(roomyLimits, { maxPayloadBytes: MIB })
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  const sent = [entry('a'), entry('large', randomBytes(2 * MIB)), entry('b'), entry('edge', randomBytes(MIB))]

  const outcomes = await Promise.allSettled(sent.map((each) => appender.append(each)))

  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
  ])
  await expect(appender.append(entry('again', randomBytes(2 * MIB)))).rejects.toBeInstanceOf(
    MessageTooLargeError,
  )
  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(2)
})

test('bodies of 25 MiB that do not compress come back byte for byte, small ones between them', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  const large = [1, 2, 3].map((n) => entry(`large-${n}`, randomBytes(25 * MIB)))

  const receipts = await appendAll(appender, [...large, ...numbered(50)])

  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(53)
  for (const [index, { body }] of large.entries()) {
    const message = await readOne(fixture.log, 'EVENTS', receipts[index]?.sequence ?? 0)
    expect(Buffer.compare(message?.body() ?? new Uint8Array(), body)).toBe(0)
  }
})

test('the trace of who appends travels in the headers', async () => {
  const capture = captureSpans()
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  await withSpan('POST', {}, () => appender.append(entry('traced')))
  capture.stop()

  const [append, post] = capture.spans.slice(-2)
  expect([append?.name, post?.name]).toEqual(['append EVENTS', 'POST'])
  expect(append?.parentSpanId).toBe(post?.spanId)
  const message = await readOne(fixture.log, 'EVENTS', 1)
  expect(message?.traceContext).toEqual({ traceparent: `00-${append?.traceId}-${append?.spanId}-01` })
})

test('what NATS could not carry is refused before anything is sent', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  const call = { ...entry('x'), subject: 'api_calls.core' }
  const wild = { ...entry('x'), subject: 'events.delivery.push.*.x' }
  const forged = { ...entry('x'), headers: { 'Octo-Event': 'push\r\nNats-Rollup: all' } }
  for (const bad of [call, wild, forged, entry(' ')]) {
    await expect(appender.append(bad)).rejects.toBeInstanceOf(LogRefusedError)
  }
  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(0)
})

test('disposal waits for what was handed over; afterwards nothing is taken', async () => {
  await using fixture = await openLog()
  const appender = createAppender(fixture.log, { stream: 'API_CALLS' })
  const call = (id: string) => ({ ...entry(id), subject: 'api_calls.core' })
  const receipts = appendAll(
    appender,
    numbered(100).map((each) => call(each.messageId)),
  )
  await appender[Symbol.asyncDispose]()
  expect((await streamInfo(fixture.log, 'API_CALLS'))?.state.messages).toBe(100)
  expect(await receipts).toHaveLength(100)
  await expect(appender.append(call('late'))).rejects.toBeInstanceOf(LogUnavailableError)
})
