import { captureSpans, withSpan } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { connectionOf } from './connection.ts'
import { RequestRefusedError, request, ServiceUnavailableError, serve } from './index.ts'
import { openLog } from './log.fixture.ts'

const schemas = { request: z.object({ n: z.int() }), answer: z.object({ doubled: z.int() }) }
const soon = { deadlineMs: 5_000 }

class OddError extends Error {
  readonly code = 'odd'
  readonly retryable = true
}

test('a request is answered by the service, from another connection', async () => {
  await using fixture = await openLog()
  await using _double = serve(fixture.log, 'projectors', 'double', schemas, async ({ n }) => ({
    doubled: 2 * n,
  }))
  const asker = await fixture.connect()
  const answers = Promise.all(
    [1, 2, 3].map((n) => request(asker, 'projectors', 'double', schemas, { n }, soon)),
  )
  expect(await answers).toEqual([{ doubled: 2 }, { doubled: 4 }, { doubled: 6 }])
})

test('nobody answers: the error names the service', async () => {
  await using fixture = await openLog()
  const asking = request(fixture.log, 'alerter', 'mute', schemas, { n: 1 }, soon)
  await expect(asking).rejects.toBeInstanceOf(ServiceUnavailableError)
  await expect(asking).rejects.toMatchObject({
    code: 'service_unavailable',
    service: 'alerter',
    retryable: true,
  })
})

test('a service that has been disposed of does not answer any more', async () => {
  await using fixture = await openLog()
  const double = serve(fixture.log, 'projectors', 'double', schemas, async ({ n }) => ({ doubled: n }))
  await double[Symbol.asyncDispose]()
  await expect(request(fixture.log, 'projectors', 'double', schemas, { n: 1 }, soon)).rejects.toMatchObject({
    code: 'service_unavailable',
  })
})

test('an answer that comes too late is no answer', async () => {
  await using fixture = await openLog()
  const held = Promise.withResolvers<{ doubled: number }>()
  await using _slow = serve(fixture.log, 'projectors', 'slow', schemas, () => held.promise)
  const asking = request(fixture.log, 'projectors', 'slow', schemas, { n: 1 }, { deadlineMs: 50 })
  await expect(asking).rejects.toThrow(/projectors did not answer within 50 ms/)
  held.resolve({ doubled: 0 })
})

test('an error of the service is data: code, message, retryable', async () => {
  await using fixture = await openLog()
  await using _odd = serve(fixture.log, 'projectors', 'odd', schemas, ({ n }) =>
    Promise.reject(new OddError(`${n}`)),
  )
  const asking = request(fixture.log, 'projectors', 'odd', schemas, { n: 7 }, soon)
  await expect(asking).rejects.toBeInstanceOf(RequestRefusedError)
  await expect(asking).rejects.toMatchObject({ reason: 'odd', message: '7', retryable: true })
})

test('an unforeseen error tells the asker nothing of its text', async () => {
  await using fixture = await openLog()
  await using _bad = serve(fixture.log, 'projectors', 'bad', schemas, () =>
    Promise.reject(new Error('password=x')),
  )
  const asking = request(fixture.log, 'projectors', 'bad', schemas, { n: 7 }, soon)
  await expect(asking).rejects.toMatchObject({ reason: 'internal' })
  await expect(asking).rejects.not.toThrow(/password/)
})

test('what is not as agreed is refused on both sides', async () => {
  await using fixture = await openLog()
  await using _double = serve(fixture.log, 'projectors', 'double', schemas, async ({ n }) => ({ doubled: n }))
  const loose = { ...schemas, request: z.unknown() }
  const wrong = request(fixture.log, 'projectors', 'double', loose, { n: 'one' }, soon)
  await expect(wrong).rejects.toMatchObject({ reason: 'bad_request' })
  const { nats } = connectionOf(fixture.log)
  nats.subscribe('requests.projectors.garbled', {
    callback: (_error, message) => void message.respond('not JSON'),
  })
  const garbled = request(fixture.log, 'projectors', 'garbled', schemas, { n: 1 }, soon)
  await expect(garbled).rejects.toMatchObject({ code: 'service_unavailable' })
  await expect(request(fixture.log, 'a.b', 'c', schemas, { n: 1 }, soon)).rejects.toBeInstanceOf(TypeError)
})

test('the trace goes on in the service that answers', async () => {
  const capture = captureSpans()
  await using fixture = await openLog()
  await using _double = serve(fixture.log, 'projectors', 'double', schemas, async ({ n }) => ({ doubled: n }))
  await withSpan('route', {}, () => request(fixture.log, 'projectors', 'double', schemas, { n: 1 }, soon))
  capture.stop()
  const [serving, asking, route] = ['serve projectors.double', 'request projectors.double', 'route'].map(
    (name) => capture.spans.find((span) => span.name === name),
  )
  expect(serving?.parentSpanId).toBe(asking?.spanId)
  expect(asking?.parentSpanId).toBe(route?.spanId)
  expect(serving?.traceId).toBe(route?.traceId)
})
