import { type Logger as ApiLogger, type Attributes, logs, SeverityNumber } from '@opentelemetry/api'

const SEVERITIES: Readonly<Record<string, SeverityNumber>> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
}

/** As OpenTelemetry names what an error is. */
const ERROR_NAMES: Readonly<Record<string, string>> = {
  'err.type': 'exception.type',
  'err.message': 'exception.message',
  'err.stack': 'exception.stacktrace',
}

let exported: ApiLogger | null = null

/** From now on each line of a logger also goes to OpenTelemetry's global provider. */
export function alsoExportLogs(): void {
  exported = logs.getLogger('octometer')
}

/**
 * Hands a line on as it was written, with its secrets already hidden. The trace is that of the active context, which is the one
 * that the line itself names.
 */
export function exportLine(line: string): void {
  if (exported === null) return
  const { level, time, service, msg, trace_id, span_id, ...fields } = JSON.parse(line)
  exported.emit({
    timestamp: Date.parse(time),
    severityNumber: SEVERITIES[level] ?? SeverityNumber.UNSPECIFIED,
    severityText: level,
    body: msg,
    attributes: flattened(fields),
  })
}

/** Attributes have no fields of their own: `{ err: { code } }` becomes `err.code`. */
function flattened(fields: object, prefix = ''): Attributes {
  const flat: Attributes = {}
  for (const [key, value] of Object.entries(fields)) {
    const name = `${prefix}${key}`
    if (typeof value !== 'object' || value === null) flat[ERROR_NAMES[name] ?? name] = value ?? 'null'
    else if (Array.isArray(value)) flat[name] = JSON.stringify(value)
    else Object.assign(flat, flattened(value, `${name}.`))
  }
  return flat
}
