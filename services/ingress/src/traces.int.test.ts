import { randomUUID } from 'node:crypto'
import { readOne, streamNames } from '@octometer/event-log'
import { captureSpans, type SpanCapture } from '@octometer/telemetry'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import type { IngressService } from './ingress.ts'
import { acceptedSequence, postDelivery } from './post-delivery.fixture.ts'

let context: TestLog
let ingress: IngressService
let capture: SpanCapture

beforeAll(async () => {
  context = await startTestLog()
  ingress = await startTestIngress(context.log)
  capture = captureSpans()
})

beforeEach(() => {
  capture.spans.length = 0
})

afterAll(async () => {
  capture.stop()
  await ingress[Symbol.asyncDispose]()
  await context[Symbol.asyncDispose]()
})

async function spansOf(traceId: string) {
  const all = () => capture.spans.filter((span) => span.traceId === traceId)
  await expect.poll(() => all().some(({ name }) => name.startsWith('POST'))).toBe(true)
  return all()
}

test('the POST, the append below it and the stored message are of one trace', async () => {
  const guid = randomUUID()
  const sequence = await acceptedSequence(ingress.url, { headers: { 'X-GitHub-Delivery': guid } })
  const message = await readOne(context.log, streamNames.events, sequence)
  const [, traceId = '', spanId] = (message?.traceContext.traceparent ?? '').split('-')
  const spans = await spansOf(traceId)
  const post = spans.find(({ name }) => name === 'POST /webhooks/github')
  const append = spans.find((span) => span.spanId === spanId)
  expect(append?.name).toContain('append')
  expect(append?.parentSpanId).toBe(post?.spanId)
  expect(post?.attributes).toMatchObject({
    'octo.delivery.guid': guid,
    'octo.delivery.event': 'push',
    'http.response.status_code': 202,
  })
})

test('a trace that a proxy began goes on', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  await acceptedSequence(ingress.url, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } })
  const post = (await spansOf(traceId)).find(({ name }) => name.startsWith('POST'))
  expect(post?.parentSpanId).toBe('b7ad6b7169203331')
})

test('no span carries a secret, a signature or a payload', async () => {
  const body = '{"marker":"in the payload alone"}'
  await postDelivery(ingress.url, { body })
  await postDelivery(ingress.url, { body, secret: 'wrong' })
  await expect.poll(() => capture.spans.filter(({ name }) => name.startsWith('POST')).length).toBe(2)
  const text = JSON.stringify(capture.spans)
  expect(text).not.toContain('marker')
  expect(text).not.toContain('sha256=')
})
