import { expect, test } from 'vitest'
import { connectionOf } from './connection.ts'
import { type Appender, createAppender, LogUnavailableError, openReader } from './index.ts'
import { appendAll, entry, ids, numbered, openLog, readAll, until } from './log.fixture.ts'
import { streamInfo } from './streams.ts'

/** Sends again under the same id what was not acknowledged; any other error is the test's failure. */
async function appendUntilTaken(appender: Appender, messageId: string): Promise<void> {
  for (;;) {
    try {
      await appender.append(entry(messageId))
      return
    } catch (error) {
      if (!(error instanceof LogUnavailableError)) throw error
    }
  }
}

test('nats-server killed again and again in the middle: what is sent again under its id counts once', async () => {
  await using fixture = await openLog()
  // Short enough that some are told "unavailable" and send again themselves.
  await using appender = createAppender(fixture.log, { stream: 'EVENTS', acknowledgeTimeoutMs: 150 })
  const queue = numbered(3_000)
  let taken = 0
  const senders = Array.from({ length: 32 }, async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      await appendUntilTaken(appender, next.messageId)
      taken += 1
    }
  })
  for (const point of [300, 1_000, 2_000]) {
    await until(
      () => taken,
      (count) => count >= point,
    )
    fixture.server.kill('SIGKILL')
    expect(await fixture.server.exited()).toBe(137)
    await fixture.server.restart()
  }
  await Promise.all(senders)

  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(3_000)
  await using reader = await openReader(fixture.log, { stream: 'EVENTS', consumer: 'all' })
  expect(new Set(ids(await readAll(reader, 3_000))).size).toBe(3_000)
})

test('a restart within the deadline is not noticed by who appends, before it or during it', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS', acknowledgeTimeoutMs: 30_000 })
  await appender.append(entry('before'))
  const { nats } = connectionOf(fixture.log)
  const { outMsgs } = nats.stats()
  // Its death is not known here before this turn of the event loop has sent what it was given.
  fixture.server.kill('SIGKILL')
  const early = appendAll(appender, [entry('sent-1'), entry('sent-2')])
  await until(
    () => fixture.log.isConnected(),
    (connected) => !connected,
  )
  expect(nats.stats().outMsgs).toBe(outMsgs + 2)
  const during = appender.append(entry('during'))
  await fixture.server.restart()
  const receipts = [...(await early), await during]
  expect(receipts.map((receipt) => receipt.sequence)).toEqual([2, 3, 4])
  expect(receipts.map((receipt) => receipt.duplicate)).toEqual([false, false, false])
})

test('a server that is silent: the error says that the state is unknown, and the same id is stored once', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS', acknowledgeTimeoutMs: 200 })
  fixture.server.kill('SIGSTOP')
  await expect(appender.append(entry('a'))).rejects.toMatchObject({
    code: 'log_unavailable',
    retryable: true,
  })
  fixture.server.kill('SIGCONT')
  await appendUntilTaken(appender, 'a')
  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(1)
})

test('without a server every append is answered, and none is kept', async () => {
  await using fixture = await openLog()
  await using appender = createAppender(fixture.log, { stream: 'EVENTS', acknowledgeTimeoutMs: 200 })
  await fixture.server.stop()
  const outcomes = await Promise.allSettled(numbered(100).map((each) => appender.append(each)))
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'log_unavailable' } })
  await fixture.server.restart()
  await until(() => fixture.log.isConnected(), Boolean)
  expect((await streamInfo(fixture.log, 'EVENTS'))?.state.messages).toBe(0)
})
