import { context, trace } from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { captureSpans } from './captured-spans.ts'
import { tracer, withSpan } from './spans.ts'
import { extractTraceContext, injectTraceContext, type TraceCarrier } from './trace-context.ts'

// Handed out before any capture: it has to follow all the same.
const early = tracer('early')

function capture() {
  const captured = captureSpans()
  onTestFinished(captured.stop)
  return captured.spans
}

test('spans nest across awaits and carry scope, attributes and links', async () => {
  const spans = capture()
  const link = { context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 } }
  const answer = await withSpan(
    'outer',
    { scope: 'ingress', attributes: { size: 21 }, links: [link] },
    async () => {
      await new Promise(setImmediate)
      return withSpan('inner', {}, () => 42)
    },
  )
  const [inner, outer] = spans
  expect(answer).toBe(42)
  expect(outer).toMatchObject({
    name: 'outer',
    scope: 'ingress',
    parentSpanId: null,
    attributes: { size: 21 },
    links: [{ traceId: link.context.traceId, spanId: link.context.spanId }],
    status: 'unset',
  })
  expect(inner).toMatchObject({ name: 'inner', parentSpanId: outer?.spanId, traceId: outer?.traceId })
  expect(outer?.endTime).toBeGreaterThanOrEqual(outer?.startTime ?? Number.POSITIVE_INFINITY)
})

test('what is thrown marks the span, without secrets, and is thrown on', async () => {
  const spans = capture()
  const error = Object.assign(new Error('no answer from nats://u:hunter2@host'), { code: 'log_unavailable' })
  await expect(withSpan('append', {}, () => Promise.reject(error))).rejects.toBe(error)
  await expect(
    withSpan('sync', {}, () => {
      throw new TypeError('x')
    }),
  ).rejects.toThrow(TypeError)
  expect(spans).toMatchObject([
    { status: 'error', attributes: { 'error.type': 'log_unavailable' } },
    { status: 'error', attributes: { 'error.type': 'TypeError' } },
  ])
})

test('a span that ends elsewhere comes from a tracer, even one made before', () => {
  const spans = capture()
  const span = early.startSpan('project counters')
  expect(spans).toEqual([])
  span.end()
  expect(spans).toMatchObject([{ name: 'project counters', scope: 'early' }])
})

test('a capture that was stopped collects no more, and another one starts afresh', async () => {
  const first = captureSpans()
  first.stop()
  await withSpan('unseen', {}, () => undefined)
  const spans = capture()
  await withSpan('seen', {}, () => undefined)
  expect(first.spans).toEqual([])
  expect(spans.map(({ name }) => name)).toEqual(['seen'])
})

test('the context crosses a carrier: the span on the other side belongs to the same trace', async () => {
  const spans = capture()
  const carrier: TraceCarrier = {}
  await withSpan('append', {}, () => injectTraceContext(carrier))
  await withSpan('project', { parent: extractTraceContext(carrier) }, () => undefined)
  const [append, project] = spans
  expect(carrier.traceparent).toBe(`00-${append?.traceId}-${append?.spanId}-01`)
  expect(project).toMatchObject({ traceId: append?.traceId, parentSpanId: append?.spanId })
})

test('while nothing captures, a span is a no-op that hides no active context', async () => {
  const value = await withSpan('off', {}, (span) => {
    expect(span.isRecording()).toBe(false)
    return trace.getSpan(context.active())?.isRecording() ?? 'none'
  })
  expect([false, 'none']).toContain(value)
})
