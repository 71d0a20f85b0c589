import { expect, test } from 'vitest'
import { createAppender, createTrimmer, type EventLog, openReader, readOne } from './index.ts'
import { appendAll, entry, numbered, openLog, readAll, until } from './log.fixture.ts'
import { streamInfo } from './streams.ts'

const DAY = 86_400_000
const tomorrow = () => Date.now() + DAY

async function append(log: EventLog, count: number) {
  await using appender = createAppender(log, { stream: 'EVENTS' })
  await appendAll(appender, numbered(count))
}

async function acknowledge(log: EventLog, consumer: string, count: number) {
  await using reader = await openReader(log, { stream: 'EVENTS', consumer })
  if (count > 0) await readAll(reader, count)
  await until(
    () => reader.progress(),
    ({ ackFloorSequence }) => ackFloorSequence >= count,
  )
}

async function messagesOf(log: EventLog) {
  return (await streamInfo(log, 'EVENTS'))?.state.messages
}

test('a projection that stands still keeps everything, however old', async () => {
  await using fixture = await openLog()
  await append(fixture.log, 20)
  await acknowledge(fixture.log, 'counters', 20)
  await acknowledge(fixture.log, 'stopped', 0)

  const trim = { stream: 'EVENTS', retentionMs: 1_000, consumers: ['counters', 'stopped'] } as const
  const report = await createTrimmer(fixture.log, tomorrow).trim(trim)

  expect(report).toEqual({ firstSequenceBefore: 1, firstSequenceAfter: 1, floor: 0, missingConsumers: [] })
  expect(await messagesOf(fixture.log)).toBe(20)
})

test('a declared projection whose consumer is missing keeps everything, and is reported', async () => {
  await using fixture = await openLog()
  await append(fixture.log, 20)
  await acknowledge(fixture.log, 'counters', 20)

  const trim = { stream: 'EVENTS', retentionMs: 1_000, consumers: ['counters', 'archive'] } as const
  const report = await createTrimmer(fixture.log, tomorrow).trim(trim)

  expect(report).toMatchObject({ firstSequenceAfter: 1, floor: 0, missingConsumers: ['archive'] })
  expect(await messagesOf(fixture.log)).toBe(20)
})

test('no declared projection: nothing is trimmed', async () => {
  await using fixture = await openLog()
  await append(fixture.log, 3)
  await createTrimmer(fixture.log, tomorrow).trim({ stream: 'EVENTS', retentionMs: 0, consumers: [] })
  expect(await messagesOf(fixture.log)).toBe(3)
})

test('what is old and acknowledged by all goes, up to the slowest', async () => {
  await using fixture = await openLog()
  await append(fixture.log, 600)
  await acknowledge(fixture.log, 'fast', 600)
  await using slow = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'slow' })
  await (await slow.nextBatch({ maxMessages: 200, maxBytes: 1_000_000, maxWaitMs: 1_000 })).acknowledge()
  await until(
    () => slow.progress(),
    ({ ackFloorSequence }) => ackFloorSequence === 200,
  )

  const trim = { stream: 'EVENTS', retentionMs: 1_000, consumers: ['fast', 'slow'] } as const
  const trimmer = createTrimmer(fixture.log, tomorrow)
  expect(await trimmer.trim(trim)).toMatchObject({
    firstSequenceBefore: 1,
    firstSequenceAfter: 201,
    floor: 200,
  })

  await readAll(slow, 400)
  await until(
    () => slow.progress(),
    ({ ackFloorSequence }) => ackFloorSequence === 600,
  )
  expect(await trimmer.trim(trim)).toMatchObject({ firstSequenceBefore: 201, firstSequenceAfter: 601 })
  expect(await messagesOf(fixture.log)).toBe(0)
  expect(await trimmer.trim(trim)).toMatchObject({ firstSequenceBefore: 601, firstSequenceAfter: 601 })
})

test('what is younger than the retention stays, acknowledged or not', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS' })
  await appendAll(appender, numbered(10))
  const lastOld = (await readOne(fixture.log, 'EVENTS', 10))?.appendedAt.getTime() ?? 0
  await until(
    () => Date.now(),
    (now) => now > lastOld + 5,
  )
  await appender.append(entry('young'))
  await acknowledge(fixture.log, 'counters', 11)
  const young = (await readOne(fixture.log, 'EVENTS', 11))?.appendedAt.getTime() ?? 0

  const trimmer = createTrimmer(fixture.log, () => young + DAY)
  const trim = { stream: 'EVENTS', retentionMs: DAY, consumers: ['counters'] } as const

  expect(await trimmer.trim(trim)).toMatchObject({
    firstSequenceBefore: 1,
    firstSequenceAfter: 11,
    floor: 11,
  })
  expect(await trimmer.trim({ ...trim, retentionMs: 2 * DAY })).toMatchObject({ firstSequenceAfter: 11 })
})
