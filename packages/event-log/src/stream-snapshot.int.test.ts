import { expect, test } from 'vitest'
import {
  consumerPositions,
  createAppender,
  ensureStreams,
  moveTail,
  openReader,
  removeStream,
  renewStream,
  restorePosition,
  restoreStream,
  snapshotStream,
  streamState,
} from './index.ts'
import { appendAll, ids, numbered, openLog, readAll, roomyLimits } from './log.fixture.ts'

const first = { maxMessages: 400, maxBytes: 1_000_000, maxWaitMs: 1_000 }

async function* each(chunks: readonly Uint8Array[]) {
  yield* chunks
}

test('a stream comes back with its sequences, its reader where it was, and its tail under new sequences', async () => {
  await using fixture = await openLog()
  const { log } = fixture
  await using appender = createAppender(log, { stream: 'EVENTS' })
  await appendAll(appender, numbered(1000))
  {
    await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'counters' })
    await (await reader.nextBatch(first)).acknowledge()
  }
  const chunks: Uint8Array[] = []
  const image = await snapshotStream(log, 'EVENTS', async (chunk) => void chunks.push(Buffer.from(chunk)))
  const [position] = await consumerPositions(log, 'EVENTS')
  if (position === undefined) throw new Error('the reader has no position')
  expect(position).toMatchObject({ consumer: 'counters', acknowledged: 400, isRead: false })
  const before = await streamState(log, 'EVENTS')

  await removeStream(log, 'EVENTS')
  await restoreStream(log, image, each(chunks))
  await restorePosition(log, 'EVENTS', position)
  expect(await streamState(log, 'EVENTS')).toEqual({ ...before, created: expect.any(String) })
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'counters' })
  expect(ids(await readAll(reader, 600))).toEqual(numbered(600, 401).map(({ messageId }) => messageId))

  const config = { ...image.config, name: 'BESIDE', subjects: ['beside'] }
  await restoreStream(log, { ...image, config }, each(chunks))
  await removeStream(log, 'EVENTS')
  await renewStream(log, image, 5000)
  expect(await moveTail(log, 'BESIDE', 990)).toBe(10)
  expect(await streamState(log, 'EVENTS')).toMatchObject({
    messages: 10,
    firstSequence: 5001,
    lastSequence: 5010,
  })

  await removeStream(log, 'EVENTS')
  await ensureStreams(log, { ...roomyLimits, eventsAfter: async () => 7000 })
  expect(await streamState(log, 'EVENTS')).toMatchObject({ messages: 0, firstSequence: 7001, firstAt: null })
})

test('a snapshot that is cut off is refused', async () => {
  await using fixture = await openLog()
  const { log } = fixture
  await using appender = createAppender(log, { stream: 'EVENTS' })
  await appendAll(appender, numbered(50))
  const chunks: Uint8Array[] = []
  const image = await snapshotStream(log, 'EVENTS', async (chunk) => void chunks.push(Buffer.from(chunk)))
  await removeStream(log, 'EVENTS')
  const half = Buffer.concat(chunks)
  await expect(restoreStream(log, image, each([half.subarray(0, half.length / 2)]))).rejects.toMatchObject({
    code: 'log_refused',
  })
})
