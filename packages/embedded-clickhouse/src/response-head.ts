import type { OutgoingHttpHeaders } from 'node:http'
import { type ClickHouseException, exceptionText, httpStatus } from './exceptions.ts'
import { contentType } from './formats.ts'
import type { RunningQuery } from './running-query.ts'

/** Counts by ClickHouse's names, as texts; what is not known is left out. */
export type Summary = Readonly<Record<string, string>>

/** Headers of an answer in this format, or of an empty one. */
export function answerHeaders(query: RunningQuery, format: string | undefined): OutgoingHttpHeaders {
  const { context, request } = query
  return {
    'X-ClickHouse-Server-Display-Name': context.engine.facts.displayName,
    'X-ClickHouse-Query-Id': request.queryId,
    'X-ClickHouse-Timezone': request.settings.get('session_timezone') || 'UTC',
    'X-ClickHouse-Exception-Tag': query.exceptionTag,
    ...(format === undefined ? {} : { 'X-ClickHouse-Format': format }),
    'Content-Type': format === undefined ? 'text/plain; charset=UTF-8' : contentType(format),
  }
}

export function summaryHeader(query: RunningQuery, summary: Summary): OutgoingHttpHeaders {
  const elapsed = process.hrtime.bigint() - query.startedAt
  return { 'X-ClickHouse-Summary': JSON.stringify({ ...summary, elapsed_ns: String(elapsed) }) }
}

/** An answer that is complete. */
export function sendWhole(
  query: RunningQuery,
  body: Buffer,
  format: string | undefined,
  summary: Summary,
): void {
  query.response.writeHead(200, {
    ...answerHeaders(query, format),
    ...summaryHeader(query, summary),
    'Content-Length': body.length,
  })
  query.response.end(body)
}

/** A failure whose status is still to be sent. */
export function exceptionHead(exception: ClickHouseException, version: string) {
  const body = Buffer.from(exceptionText(exception, version))
  const headers: OutgoingHttpHeaders = {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': body.length,
    'X-ClickHouse-Exception-Code': exception.number,
  }
  return { status: httpStatus(exception), headers, body }
}
