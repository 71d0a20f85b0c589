import { context, type HrTime, SpanStatusCode, trace } from '@opentelemetry/api'
import { type ReadableSpan, SamplingDecision, TracerProvider } from '@opentelemetry/sdk-trace'
import { createAsyncContextManager } from './async-context.ts'

/** A span as a test sees it. Times are Unix milliseconds. */
export interface CapturedSpan {
  readonly name: string
  readonly scope: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly startTime: number
  readonly endTime: number
  readonly status: 'unset' | 'ok' | 'error'
}

export interface SpanCapture {
  /** The spans that have ended since the capture began, in the order of their ends. */
  readonly spans: CapturedSpan[]
  stop(): void
}

const captures = new Set<CapturedSpan[]>()
let installed = false

/**
 * For tests: switches tracing on in this process and collects every span that ends, until `stop`.
 * The provider is installed once and stays, for a tracer that was handed out never changes its provider.
 */
export function captureSpans(): SpanCapture {
  install()
  const spans: CapturedSpan[] = []
  captures.add(spans)
  return { spans, stop: () => captures.delete(spans) }
}

function install(): void {
  if (installed) return
  const provider = new TracerProvider({
    sampler: {
      shouldSample: () => ({
        decision: captures.size > 0 ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
      }),
    },
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd(span) {
          const captured = toCaptured(span)
          for (const spans of captures) spans.push(captured)
        },
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  })
  if (!trace.setGlobalTracerProvider(provider)) {
    throw new Error('spans cannot be captured: this process already exports its spans elsewhere')
  }
  context.setGlobalContextManager(createAsyncContextManager())
  installed = true
}

const STATUSES = {
  [SpanStatusCode.UNSET]: 'unset',
  [SpanStatusCode.OK]: 'ok',
  [SpanStatusCode.ERROR]: 'error',
} as const

function toCaptured(span: ReadableSpan): CapturedSpan {
  const { traceId, spanId } = span.spanContext()
  return {
    name: span.name,
    scope: span.instrumentationScope.name,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    links: span.links.map((link) => ({ traceId: link.context.traceId, spanId: link.context.spanId })),
    attributes: { ...span.attributes },
    startTime: milliseconds(span.startTime),
    endTime: milliseconds(span.endTime),
    status: STATUSES[span.status.code],
  }
}

function milliseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1e3 + nanoseconds / 1e6
}
