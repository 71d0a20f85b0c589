import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { activeTraceId, extractTraceContext, injectTraceContext, type TraceCarrier } from './trace-context.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

test('a context survives the way through a carrier without any SDK', () => {
  const carrier = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=value' }
  const extracted = extractTraceContext(carrier)
  const again: TraceCarrier = {}
  injectTraceContext(again, extracted)
  expect(again).toEqual(carrier)
  expect(activeTraceId(extracted)).toBe(TRACE)
  expect(trace.getSpanContext(extracted)).toMatchObject({ isRemote: true, traceFlags: 1 })
})

test('a later version of the header is read as far as it is known', () => {
  expect(activeTraceId(extractTraceContext({ traceparent: `01-${TRACE}-${SPAN}-00-more` }))).toBe(TRACE)
})

test.each([
  undefined,
  '',
  'nonsense',
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE}-${SPAN}-01-more`,
  `ff-${TRACE}-${SPAN}-01`,
])('traceparent %j names no context', (traceparent) => {
  expect(extractTraceContext({ traceparent })).toBe(ROOT_CONTEXT)
})

test('a repeated traceparent names no context', () => {
  const header = `00-${TRACE}-${SPAN}-01`
  expect(extractTraceContext({ traceparent: [header, header] })).toBe(ROOT_CONTEXT)
})

test('without a span nothing is written and there is no id', () => {
  const carrier: TraceCarrier = {}
  injectTraceContext(carrier, ROOT_CONTEXT)
  expect(carrier).toEqual({})
  expect(activeTraceId()).toBeNull()
})
