import { expect, test } from 'vitest'
import { connectionOf } from './connection.ts'
import { createAppender, type EventLog, followLog, type LogFollower, logBounds } from './index.ts'
import { appendAll, entry, numbered, openLog, until } from './log.fixture.ts'

const limits = { maxMessages: 100, maxBytes: 1024 * 1024, maxWaitMs: 2_000 }
const briefly = { ...limits, maxWaitMs: 50 }

async function append(log: EventLog, entries: Parameters<typeof appendAll>[1]) {
  await using appender = createAppender(log, { stream: 'EVENTS', maxBatchesInFlight: 1 })
  return appendAll(appender, entries)
}

async function sequences(follower: LogFollower, count: number): Promise<number[]> {
  const found: number[] = []
  while (found.length < count) {
    const { messages } = await follower.next(limits)
    found.push(...messages.map(({ sequence }) => sequence))
  }
  return found
}

const purgeUpTo = (log: EventLog, seq: number) => connectionOf(log).manager.streams.purge('EVENTS', { seq })

test('a follower gives everything after a sequence in order, and only what is new from the end on', async () => {
  await using fixture = await openLog()
  expect(await logBounds(fixture.log, 'EVENTS')).toEqual({ firstSequence: 1, lastSequence: 0 })
  await append(fixture.log, numbered(5))
  await using past = await followLog(fixture.log, 'EVENTS', 2)
  await using end = await followLog(fixture.log, 'EVENTS', 'end')
  expect(await sequences(past, 3)).toEqual([3, 4, 5])
  expect(await end.next(briefly)).toEqual({ gap: null, messages: [] })
  await append(fixture.log, numbered(3, 6))
  expect(await sequences(past, 3)).toEqual([6, 7, 8])
  expect(await sequences(end, 3)).toEqual([6, 7, 8])
  expect([past.position, end.position]).toEqual([8, 8])
})

test('what the log no longer holds is a gap before what it holds', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(6))
  await purgeUpTo(fixture.log, 4)
  await using follower = await followLog(fixture.log, 'EVENTS', 1)
  expect(await follower.next(limits)).toEqual({ gap: { reason: 'expired', from: 2, to: 3 }, messages: [] })
  expect(await sequences(follower, 3)).toEqual([4, 5, 6])
  await purgeUpTo(fixture.log, 7)
  await using late = await followLog(fixture.log, 'EVENTS', 4)
  expect(await late.next(limits)).toEqual({ gap: { reason: 'expired', from: 5, to: 6 }, messages: [] })
  expect(late.position).toBe(6)
})

test('a position beyond the end of the log is told of, for its sequences come again', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(3))
  await using follower = await followLog(fixture.log, 'EVENTS', 9)
  expect(await follower.next(limits)).toEqual({ gap: { reason: 'set_back', from: 4, to: 9 }, messages: [] })
  await append(fixture.log, [entry('id-4')])
  expect(await sequences(follower, 1)).toEqual([4])
})

test('nothing is lost or twice when the server is killed or the consumer taken away', async () => {
  await using fixture = await openLog()
  const { log, server } = fixture
  await using follower = await followLog(log, 'EVENTS', 'end')
  await append(log, numbered(3))
  expect(await sequences(follower, 3)).toEqual([1, 2, 3])
  const { manager } = connectionOf(log)
  for await (const { name } of manager.consumers.list('EVENTS'))
    await manager.consumers.delete('EVENTS', name)
  await append(log, numbered(2, 4))
  expect(await sequences(follower, 2)).toEqual([4, 5])
  await server.kill('SIGKILL')
  await until(
    () => log.isConnected(),
    (connected) => !connected,
  )
  await expect(follower.next(briefly)).rejects.toMatchObject({ code: 'log_unavailable' })
  await server.restart()
  await until(() => log.isConnected(), Boolean)
  await append(log, numbered(2, 6))
  expect(await sequences(follower, 2)).toEqual([6, 7])
})

test('a follower that is closed leaves no consumer behind', async () => {
  await using fixture = await openLog()
  await append(fixture.log, numbered(1))
  {
    await using follower = await followLog(fixture.log, 'EVENTS', 0)
    expect(await sequences(follower, 1)).toEqual([1])
  }
  expect((await connectionOf(fixture.log).manager.streams.info('EVENTS')).state.consumer_count).toBe(0)
})
