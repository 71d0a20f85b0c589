export type { CapturedSpan, SpanCapture } from './captured-spans.ts'
export { captureSpans } from './captured-spans.ts'
export type { GaugeReading, Labels } from './gauges.ts'
export type {
  Counter,
  CounterOptions,
  Histogram,
  HistogramOptions,
  InstrumentOptions,
} from './instruments.ts'
export { counter, gauge, histogram } from './instruments.ts'
export type { Logger, LoggerOptions, LogLevel, LogMethod } from './logger.ts'
export { createLogger } from './logger.ts'
export { type MessagingOperation, messagingAttributes } from './messaging-attributes.ts'
export { pause } from './pause.ts'
export { PROMETHEUS_CONTENT_TYPE, renderPrometheus } from './prometheus.ts'
export { redactPath, redactText } from './redaction.ts'
export type { TelemetryOptions } from './sdk.ts'
export { shutdownTelemetry, startTelemetry } from './sdk.ts'
export type { SpanRole, WithSpanOptions } from './spans.ts'
export { tracer, withSpan } from './spans.ts'
export type { TraceCarrier } from './trace-context.ts'
export { activeTraceId, extractTraceContext, injectTraceContext } from './trace-context.ts'
