import { isSpanContextValid, trace } from '@opentelemetry/api'
import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino'
import { exportLine } from './exported-logs.ts'
import { redactFields, redactText } from './redaction.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Fields first, then the sentence: `logger.info({ port }, 'listening')`; or the sentence alone. */
export interface LogMethod {
  (fields: object, message: string): void
  (message: string): void
}

export interface Logger {
  readonly debug: LogMethod
  readonly info: LogMethod
  readonly warn: LogMethod
  readonly error: LogMethod
  /** A logger whose every line also carries these fields. */
  child(fields: Readonly<Record<string, unknown>>): Logger
}

export interface LoggerOptions {
  readonly service: string
  readonly level?: LogLevel
  /** Where the lines go: standard output unless said otherwise. */
  readonly destination?: 'stdout' | 'stderr' | DestinationStream
}

/**
 * A logger of JSON lines: `level`, `time` (ISO 8601), `service`, the fields, `msg`, and `trace_id` and `span_id`
 * where a span is active. Values of keys that name a secret, and credentials inside texts, are hidden.
 */
export function createLogger({ service, level = 'info', destination: to = 'stdout' }: LoggerOptions): Logger {
  const root = pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: redactFields,
      },
      // formatters.log has already made plain objects of errors; pino's own serializer would show all they carry.
      serializers: { err: (error: unknown) => error },
      mixin: activeSpanFields,
      hooks: { streamWrite: writeSafely },
    },
    typeof to === 'string' ? destination({ dest: to === 'stdout' ? 1 : 2, sync: true }) : to,
  )
  return narrowed(root)
}

/** pino redacts a line's fields by `formatters.log`, but not a child's; the children go through here. */
function narrowed(lines: PinoLogger): Logger {
  const method = (level: 'debug' | 'info' | 'warn' | 'error'): LogMethod => {
    return (first: object | string, message?: string) => {
      if (typeof first === 'string') lines[level](first)
      else lines[level](first, message)
    }
  }
  return {
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    child: (fields) => narrowed(lines.child(redactFields(fields))),
  }
}

function writeSafely(line: string): string {
  const safe = redactText(line)
  exportLine(safe)
  return safe
}

function activeSpanFields(): { trace_id?: string; span_id?: string } {
  const span = trace.getActiveSpan()?.spanContext()
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {}
}
