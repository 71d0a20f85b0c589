import { counter, histogram, type Logger } from '@octometer/telemetry'
import type { AuditedRequest } from './audit-trail.ts'

export interface AnsweredRequest {
  readonly service: string
  readonly requestId: string
  readonly method: string
  readonly path: string
  /** The route's pattern; `none` when no route matched. */
  readonly route: string
  /** The status, or `gone` when the client did not wait for it. */
  readonly outcome: string
  readonly seconds: number
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const requests = counter('octo_http_requests_total', {
  description: 'HTTP requests answered, by service, method, route and status',
  unit: '{request}',
  series: [],
})
const durations = histogram('octo_http_request_duration_seconds', {
  description: 'Time from the request headers to the end of the answer being handed over',
  unit: 's',
})

const auditEntries = counter('octo_audit_entries_total', {
  description:
    'Entries of the audit log, by what became of the request; not_written ones stand in the service’s own log',
  unit: '{entry}',
  series: [],
})

/** A request was answered. */
export function requestAnswered(logger: Logger, request: AnsweredRequest): void {
  const { service, route, outcome, seconds } = request
  // A method is the client's to invent, and each new one would be a new series.
  const method = METHODS.has(request.method) ? request.method : 'other'
  requests.add(1, { service, method, route, status: outcome })
  durations.record(seconds, { service, route })
  logger.debug(
    { method, path: request.path, route, status: outcome, duration_ms: seconds * 1e3 },
    'request answered',
  )
}

/** A request failed inside the service; the client was told no more than that. */
export function requestFailed(logger: Logger, request: { method: string; path: string; err: unknown }): void {
  logger.error(request, 'request failed')
}

/** Who asked for a change, or was refused, is on disk. */
export function auditWritten(status: number): void {
  auditEntries.add(1, { outcome: status < 400 ? 'done' : status < 500 ? 'refused' : 'failed' })
}

/** It is not: this line is all that tells of it. */
export function auditNotWritten(logger: Logger, request: AuditedRequest, err: unknown): void {
  auditEntries.add(1, { outcome: 'not_written' })
  logger.error({ err, audit: request }, 'an entry of the audit log could not be written')
}
