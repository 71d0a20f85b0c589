import {
  type Context,
  context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api'

export type TraceCarrier = Record<string, string>

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/**
 * Writes the context's span as W3C `traceparent` (and `tracestate`) into the carrier; writes nothing without a span.
 * Works whether or not an SDK runs, and always in this format: what one service writes every other reads.
 */
export function injectTraceContext(carrier: TraceCarrier, from: Context = context.active()): void {
  const span = trace.getSpanContext(from)
  if (!span || !isSpanContextValid(span)) return
  const flags = (span.traceFlags & 0xff).toString(16).padStart(2, '0')
  carrier.traceparent = `00-${span.traceId}-${span.spanId}-${flags}`
  const state = span.traceState?.serialize()
  if (state) carrier.tracestate = state
}

/** The context that a carrier (message or HTTP headers in lower case) names; the root context if none is valid. */
export function extractTraceContext(
  carrier: Readonly<Record<string, string | readonly string[] | undefined>>,
): Context {
  const [, version, traceId, spanId, flags, rest] = TRACEPARENT.exec(single(carrier.traceparent)) ?? []
  if (!traceId || !spanId || !flags || version === 'ff' || (version === '00' && rest)) return ROOT_CONTEXT
  const state = single(carrier.tracestate)
  const span = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(state ? { traceState: createTraceState(state) } : {}),
  }
  return isSpanContextValid(span) ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT
}

/** The trace id of the context's span, for rows and answers; null without a span. */
export function activeTraceId(of: Context = context.active()): string | null {
  const span = trace.getSpanContext(of)
  return span && isSpanContextValid(span) ? span.traceId : null
}

function single(header: string | readonly string[] | undefined): string {
  if (typeof header === 'string') return header.trim()
  return header?.length === 1 ? (header[0]?.trim() ?? '') : ''
}
