import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { raise } from './exceptions.ts'

export type Role = 'reader' | 'writer'

export interface WriterCredentials {
  readonly user: string
  readonly password: string
}

/** Names under which one reads without a password. */
const READER_NAMES = new Set(['', 'default', 'reader'])

/**
 * Who asks: by `X-ClickHouse-User` and `X-ClickHouse-Key`, by Basic authentication or by `user` and `password` of
 * the URL. Throws ClickHouseException (516) for anybody but the writer and the reader.
 */
export function authenticate(
  headers: IncomingHttpHeaders,
  url: URLSearchParams,
  writer: WriterCredentials,
): Role {
  const { user, password } = credentialsOf(headers, url)
  // Both are compared, whatever the first says, so that the time tells nothing.
  const isWriter = [equals(user, writer.user), equals(password, writer.password)].every(Boolean)
  if (isWriter) return 'writer'
  if (READER_NAMES.has(user) && password === '') return 'reader'
  throw raise(
    516,
    `${user || 'default'}: Authentication failed: password is incorrect, or there is no user with such name`,
  )
}

function credentialsOf(headers: IncomingHttpHeaders, url: URLSearchParams): WriterCredentials {
  const named = header(headers, 'x-clickhouse-user') ?? header(headers, 'x-clickhouse-key')
  const basic = headers.authorization
  const inUrl = url.has('user') || url.has('password')
  if ([named !== undefined, basic !== undefined, inUrl].filter(Boolean).length > 1) {
    throw raise(516, 'Invalid authentication: credentials came in more than one way')
  }
  if (named !== undefined) {
    const user = header(headers, 'x-clickhouse-user') ?? ''
    return { user, password: header(headers, 'x-clickhouse-key') ?? '' }
  }
  if (basic !== undefined) return basicCredentials(basic)
  return { user: url.get('user') ?? '', password: url.get('password') ?? '' }
}

function basicCredentials(authorization: string): WriterCredentials {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(authorization.trim())?.[1]
  if (encoded === undefined) throw raise(516, 'Invalid authentication: only Basic is known here')
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return { user: text, password: '' }
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

function equals(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
