import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { raise } from './exceptions.ts'
import { isFormatName } from './formats.ts'

/** What the URL and the headers of a request say; the body may add to it. */
export interface QueryRequest {
  readonly queryId: string
  readonly database: string
  /** Format of an answer whose statement names none. */
  readonly defaultFormat: string
  readonly settings: Map<string, string>
  readonly parameters: Map<string, string>
  /** The `query` of the URL; what the body holds follows it. */
  readonly query: string
  /** GET and HEAD only read. */
  readonly readOnly: boolean
  /** The answer is held back until it is complete, so that a failure gets its own status. */
  readonly waitEndOfQuery: boolean
  readonly compression: boolean
  readonly compressionLevel: number
  /** Version of the client's Native format; 0: blocks without their preamble. */
  readonly protocolVersion: number
}

const RESERVED = new Set(
  (
    'query compress decompress user password quota_key query_id stacktrace role buffer_size wait_end_of_query ' +
    'session_id session_timeout session_check client_protocol_version close_session database default_format'
  ).split(' '),
)

/** Throws ClickHouseException for what this server does not do. */
export function readQueryRequest(
  method: string,
  headers: IncomingHttpHeaders,
  url: URLSearchParams,
  database: string,
): QueryRequest {
  refuseUnsupported(url)
  const settings = new Map<string, string>()
  const parameters = new Map<string, string>()
  for (const [name, value] of url) addParameter(name, value, settings, parameters)
  return {
    queryId: queryId(url.get('query_id') || text(headers, 'x-clickhouse-query-id')),
    database: text(headers, 'x-clickhouse-database') || url.get('database') || database,
    defaultFormat: formatName(
      text(headers, 'x-clickhouse-format') || url.get('default_format') || 'TabSeparated',
    ),
    settings,
    parameters,
    query: url.get('query') ?? '',
    readOnly: method !== 'POST',
    waitEndOfQuery: isOn(settings.get('http_wait_end_of_query') ?? url.get('wait_end_of_query')),
    compression: isOn(settings.get('enable_http_compression') ?? '1'),
    compressionLevel: Number(settings.get('http_zlib_compression_level') ?? 3),
    protocolVersion: protocolVersion(url.get('client_protocol_version') ?? '0'),
  }
}

/** Sorts one parameter of the URL or of a form into settings and query parameters. */
export function addParameter(
  name: string,
  value: string,
  settings: Map<string, string>,
  parameters: Map<string, string>,
): void {
  if (name === '' || RESERVED.has(name)) return
  if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value)
  else settings.set(name, value)
}

function refuseUnsupported(url: URLSearchParams): void {
  for (const name of ['compress', 'decompress']) {
    if (isOn(url.get(name))) {
      throw raise(
        48,
        `${name}=1 is not supported by the embedded server; use Content-Encoding and Accept-Encoding`,
      )
    }
  }
  if (url.has('session_id')) {
    throw raise(
      48,
      'session_id is not supported by the embedded server; every request has a session of its own',
    )
  }
  if (url.has('role')) throw raise(512, `Role ${url.get('role')} should be granted to set as current`)
}

function queryId(given: string | undefined): string {
  if (!given) return randomUUID()
  if (!/^[\x21-\x7e]{1,200}$/.test(given)) throw raise(36, 'query_id must be 1 to 200 printable characters')
  return given
}

function formatName(name: string): string {
  if (!isFormatName(name)) throw raise(36, `'${name}' is not the name of a format`)
  return name
}

function protocolVersion(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw raise(36, `client_protocol_version '${value}' is not a number`)
  return Number(value)
}

function isOn(value: string | null | undefined): boolean {
  return value === '1' || value === 'true'
}

function text(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
