import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { connectionOf } from './connection.ts'
import {
  ConsumerMissingError,
  consumerProgress,
  createAppender,
  type EventLog,
  LogUnavailableError,
  openReader,
  readOne,
  StreamConfigurationError,
} from './index.ts'
import { appendAll, entry, ids, numbered, openLog, readAll, until } from './log.fixture.ts'

const MIB = 1024 * 1024
const limits = { maxMessages: 100, maxBytes: MIB, maxWaitMs: 2_000 }

async function append(log: EventLog, entries: Parameters<typeof appendAll>[1]) {
  await using appender = createAppender(log, { stream: 'EVENTS', maxBatchesInFlight: 1 })
  return appendAll(appender, entries)
}

test('a batch holds what is there; acknowledged, it does not come again', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(5))
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'counters__g1' })

  const batch = await reader.nextBatch(limits)

  expect(ids(batch.messages)).toEqual(['id-1', 'id-2', 'id-3', 'id-4', 'id-5'])
  expect(batch.messages.map((message) => [message.sequence, message.deliveryCount])).toEqual(
    [1, 2, 3, 4, 5].map((sequence) => [sequence, 1]),
  )
  expect(Math.abs(Date.now() - (batch.messages[0]?.appendedAt.getTime() ?? 0))).toBeLessThan(60_000)
  expect(Buffer.from(batch.messages[0]?.body() ?? []).toString()).toBe('{"id":"id-1"}')
  const progress = { firstSequence: 1, lastSequence: 5, pending: 0, redelivered: 0 }
  expect(await reader.progress()).toEqual({ ...progress, unacknowledged: 5, ackFloorSequence: 0 })
  await batch.acknowledge()
  await until(
    () => reader.progress(),
    ({ ackFloorSequence }) => ackFloorSequence === 5,
  )
  expect(await consumerProgress(fixture.log, 'EVENTS', 'counters__g1')).toMatchObject({ unacknowledged: 0 })
  expect((await reader.nextBatch({ ...limits, maxWaitMs: 50 })).messages).toEqual([])
})

test('an idle reader gets a message as soon as it is appended', async () => {
  await using fixture = await openLog()
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'c' })
  const started = performance.now()
  const next = reader.nextBatch({ ...limits, maxWaitMs: 30_000 })
  await until(() => fixture.log.isConnected(), Boolean)
  await append(fixture.log, [entry('a')])
  expect(ids((await next).messages)).toEqual(['a'])
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('every reader of a consumer knows where the stream ended when it was made', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(5))
  const options = { stream: 'EVENTS', consumer: 'c' } as const
  const opened = await Promise.all([
    openReader(fixture.log, options),
    openReader(await fixture.connect(), options),
  ])
  await append(fixture.log, [entry('young')])
  const late = await openReader(fixture.log, { ...options, ackWaitMs: 10_000 })
  expect([...opened, late].map(({ backlogEnd }) => backlogEnd)).toEqual([5, 5, 5])
  for (const reader of [...opened, late]) await reader[Symbol.asyncDispose]()
})

test('what is released comes again, and says so', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(3))
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'c' })
  await (await reader.nextBatch(limits)).release()
  const again = await reader.nextBatch(limits)
  expect(again.messages.map((message) => message.deliveryCount)).toEqual([2, 2, 2])
  await again.release(1_500)
  expect((await reader.nextBatch({ ...limits, maxWaitMs: 1 })).messages).toEqual([])
  const third = await readAll(reader, 3)
  expect(third.map((message) => message.deliveryCount)).toEqual([3, 3, 3])
})

test('what a reader that died had not acknowledged goes to another', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(10))
  const options = { stream: 'EVENTS', consumer: 'shared', ackWaitMs: 500 } as const
  const doomed = await fixture.connect()
  const held = await (await openReader(doomed, options)).nextBatch({ ...limits, maxMessages: 4 })
  expect(held.messages).toHaveLength(4)
  await connectionOf(doomed).nats.close()

  await using survivor = await openReader(fixture.log, options)
  const messages = await readAll(survivor, 10)

  expect(new Set(ids(messages)).size).toBe(10)
  expect(messages.filter((message) => message.deliveryCount > 1).map((message) => message.sequence)).toEqual(
    expect.arrayContaining([1, 2, 3, 4]),
  )
})

test('a batch that is kept alive is not delivered to others, however long it takes', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(10))
  const options = { stream: 'EVENTS', consumer: 'c', ackWaitMs: 1_000 } as const
  await using reader = await openReader(fixture.log, options)
  // Full, so that the other half is fetched meanwhile.
  const slow = await reader.nextBatch({ ...limits, maxMessages: 5 })
  await until(
    () => reader.progress(),
    ({ unacknowledged }) => unacknowledged === 10,
  )
  await using rival = await openReader(await fixture.connect(), options)
  const stolen: number[] = []
  for (const started = performance.now(); performance.now() - started < 3_000; ) {
    slow.keepAlive()
    const batch = await rival.nextBatch({ ...limits, maxWaitMs: 50 })
    stolen.push(...batch.messages.map((message) => message.sequence))
  }
  expect(stolen).toEqual([])
  await slow.acknowledge()
  const rest = await readAll(reader, 5)
  expect(rest.map((message) => [message.sequence, message.deliveryCount])).toEqual(
    [6, 7, 8, 9, 10].map((n) => [n, 1]),
  )
})

test('batches are bounded by bytes, and a message beyond the bound comes alone', async () => {
  await using fixture = await openLog()
  const sizes = [40_000, 40_000, 40_000, 300_000, 40_000]
  for (const [index, size] of sizes.entries())
    await append(fixture.log, [entry(`id-${index}`, randomBytes(size))])
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'c' })
  const lengths: number[][] = []
  for (let count = 0; count < sizes.length; ) {
    const batch = await reader.nextBatch({ ...limits, maxBytes: 100_000 })
    lengths.push(batch.messages.map((message) => message.body().length))
    count += batch.messages.length
    await batch.acknowledge()
  }
  expect(lengths).toEqual([[40_000, 40_000], [40_000], [300_000], [40_000]])
})

test('readers of one consumer share its messages, and what was fetched ahead is given back', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(300))
  const options = { stream: 'EVENTS', consumer: 'shared' } as const
  const leaver = await openReader(fixture.log, options)
  await (await leaver.nextBatch({ ...limits, maxMessages: 50 })).acknowledge()
  await leaver[Symbol.asyncDispose]()
  await using other = await openReader(await fixture.connect(), options)
  await using another = await openReader(await fixture.connect(), options)
  const seen = new Set<string | null>()
  const work = async (reader: typeof other) => {
    while (seen.size < 250) {
      const batch = await reader.nextBatch({ ...limits, maxMessages: 20, maxWaitMs: 50 })
      for (const id of ids(batch.messages)) seen.add(id)
      await batch.acknowledge()
    }
  }
  await Promise.all([work(other), work(another)])
  expect(seen.size).toBe(250)
  await until(
    () => other.progress(),
    ({ ackFloorSequence }) => ackFloorSequence === 300,
  )
})

test('a deleted consumer is a clear error, waiting or not', async () => {
  await using fixture = await openLog()
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'c' })
  const waiting = reader.nextBatch({ ...limits, maxWaitMs: 30_000 })
  const outcome = expect(waiting).rejects.toBeInstanceOf(ConsumerMissingError)
  await until(
    () => connectionOf(fixture.log).manager.consumers.info('EVENTS', 'c'),
    (info) => info.num_waiting === 1,
  )
  await reader.remove()
  await outcome
  await expect(reader.nextBatch(limits)).rejects.toBeInstanceOf(ConsumerMissingError)
  await expect(reader.progress()).rejects.toBeInstanceOf(ConsumerMissingError)
  expect(await consumerProgress(fixture.log, 'EVENTS', 'c')).toBeNull()
  await reader.remove()
})

test('without a server nextBatch waits, then says so; with it, reading goes on where it was', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(400))
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'c', ackWaitMs: 1_000 })
  const first = await reader.nextBatch(limits)
  await first.acknowledge()
  fixture.server.kill('SIGKILL')
  await fixture.server.exited()
  await until(
    () => fixture.log.isConnected(),
    (connected) => !connected,
  )
  const held: unknown[] = []
  const refused = await until(
    async () => {
      const started = performance.now()
      const outcome = await reader.nextBatch({ ...limits, maxWaitMs: 300 }).catch((error: unknown) => error)
      if (!(outcome instanceof Error)) held.push(outcome)
      return { outcome, took: performance.now() - started }
    },
    ({ outcome }) => outcome instanceof Error,
  )
  expect(refused.outcome).toBeInstanceOf(LogUnavailableError)
  expect(refused.took).toBeGreaterThan(290)
  // At most what had been fetched ahead; it comes again, since nobody acknowledged it.
  expect(held.length).toBeLessThanOrEqual(1)
  await fixture.server.restart()
  await until(() => fixture.log.isConnected(), Boolean)
  // Acknowledgements that were not on disk yet are forgotten: those messages come again, and none is left out.
  const seen = new Set(ids(first.messages))
  for (let floor = 0; floor < 400; floor = (await reader.progress()).ackFloorSequence) {
    const batch = await reader.nextBatch({ ...limits, maxWaitMs: 100 })
    for (const id of ids(batch.messages)) seen.add(id)
    await batch.acknowledge()
  }
  expect(seen.size).toBe(400)
})

test('a consumer that would skip or forget messages is refused by name', async () => {
  await using fixture = await openLog()
  const { manager } = connectionOf(fixture.log)
  await manager.consumers.add('EVENTS', {
    durable_name: 'filtered',
    ack_policy: 'explicit',
    filter_subject: 'events.delivery.>',
    max_deliver: 5,
  })
  const opening = openReader(fixture.log, { stream: 'EVENTS', consumer: 'filtered' })
  await expect(opening).rejects.toThrow(/filtered.*max_deliver 5.*filter_subject events\.delivery\.>/)
  await expect(opening).rejects.toBeInstanceOf(StreamConfigurationError)
  await expect(openReader(fixture.log, { stream: 'EVENTS', consumer: 'a.b' })).rejects.toThrow(/a\.b/)
})

test('a message that is not there is null', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(1))
  expect(await readOne(fixture.log, 'EVENTS', 2)).toBeNull()
})
