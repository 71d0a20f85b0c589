import { extractTraceContext, messagingAttributes, tracer } from '@octometer/telemetry'
import { type Attributes, type Span, SpanKind, trace } from '@opentelemetry/api'
import type { ProjectedMessage } from './project-message.ts'
import type { Projection } from './projection.ts'

const traces = tracer('projector-runtime')

export interface BatchSpans {
  /** Ends the batch's insert span and each message's own; with an error they end failed. */
  end(error?: unknown): void
  /** Runs the writes inside the batch's insert span. */
  readonly insert: Span
}

/**
 * One `insert <projection>` span for the batch, and for each of these messages a `project <projection>` span in the
 * message's own trace, linked to it: many traces share one write.
 */
export function startBatchSpans(
  { name: projection, stream }: Pick<Projection, 'name' | 'stream'>,
  messages: readonly ProjectedMessage[],
): BatchSpans {
  const processing = messagingAttributes({ name: 'project', type: 'process', destination: stream })
  const insert = traces.startSpan(`insert ${projection}`, {
    kind: SpanKind.CONSUMER,
    root: true,
    attributes: { ...processing, 'messaging.batch.message_count': messages.length },
  })
  const own = insert.isRecording()
    ? messages.flatMap((message) => projectSpan(projection, message, insert, processing))
    : []
  return {
    insert,
    end: (error) => {
      for (const span of [...own, insert]) {
        if (error !== undefined) span.recordException(error instanceof Error ? error : String(error))
        span.end()
      }
    },
  }
}

function projectSpan(
  projection: string,
  { source, id, outcome }: ProjectedMessage,
  insert: Span,
  processing: Attributes,
): Span[] {
  const traceparent = source.header('traceparent')
  if (traceparent === null || outcome === null) return []
  const parent = extractTraceContext({ traceparent, tracestate: source.header('tracestate') ?? undefined })
  if (trace.getSpanContext(parent) === undefined) return []
  const attributes = {
    ...processing,
    'octo.projection': projection,
    'messaging.message.id': id,
    'octo.outcome': outcome.outcome,
  }
  return [
    traces.startSpan(
      `project ${projection}`,
      { kind: SpanKind.CONSUMER, attributes, links: [{ context: insert.spanContext() }] },
      parent,
    ),
  ]
}
