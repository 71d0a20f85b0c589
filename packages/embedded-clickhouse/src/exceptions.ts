/** ClickHouse's own exception codes that this server raises itself. */
const EXCEPTION_NAMES = {
  36: 'BAD_ARGUMENTS',
  48: 'NOT_IMPLEMENTED',
  62: 'SYNTAX_ERROR',
  78: 'UNKNOWN_TYPE_OF_QUERY',
  89: 'UNKNOWN_COMPRESSION_METHOD',
  115: 'UNKNOWN_SETTING',
  164: 'READONLY',
  202: 'TOO_MANY_SIMULTANEOUS_QUERIES',
  229: 'QUERY_IS_TOO_LARGE',
  236: 'ABORTED',
  271: 'CANNOT_DECOMPRESS',
  358: 'INTO_OUTFILE_NOT_ALLOWED',
  394: 'QUERY_WAS_CANCELLED',
  452: 'SETTING_CONSTRAINT_VIOLATION',
  477: 'INVALID_USAGE_OF_INPUT',
  497: 'ACCESS_DENIED',
  512: 'SET_NON_GRANTED_ROLE',
  516: 'AUTHENTICATION_FAILED',
} as const

export type RaisedCode = keyof typeof EXCEPTION_NAMES

/** A failure as ClickHouse tells it: a number, its name and a sentence. */
export class ClickHouseException extends Error {
  override readonly name = 'ClickHouseException'
  readonly code = 'CLICKHOUSE_EXCEPTION'
  readonly number: number
  readonly symbol: string

  constructor(number: number, symbol: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.number = number
    this.symbol = symbol
  }
}

/** An exception of this server, in the engine's words. */
export function raise(number: RaisedCode, message: string, options?: ErrorOptions): ClickHouseException {
  return new ClickHouseException(number, EXCEPTION_NAMES[number], message, options)
}

const UNKNOWN_EXCEPTION = 1002
const LEADING_CODE = /^(?:Query failed: )?Code: (\d+)\. DB::Exception: /
const TRAILING_VERSION = / \(version [^)]*(?:\([^)]*\))?\)\.?$/
const TRAILING_SYMBOL = /\.? \(([A-Z][A-Z0-9_]+)\)\.?$/

/** The engine wraps an exception of its parser into itself, up to three times; this unwraps it. */
export function parseException(text: string): ClickHouseException {
  let message = text.trim()
  let number = UNKNOWN_EXCEPTION
  let symbol = 'UNKNOWN_EXCEPTION'
  for (let match = LEADING_CODE.exec(message); match; match = LEADING_CODE.exec(message)) {
    number = Number(match[1])
    message = message.slice(match[0].length)
  }
  for (let trimmed = true; trimmed; ) {
    const before = message
    message = message.replace(TRAILING_VERSION, '')
    const named = TRAILING_SYMBOL.exec(message)
    if (named?.[1]) {
      symbol = named[1]
      message = message.slice(0, named.index)
    }
    trimmed = message !== before
  }
  return new ClickHouseException(number, symbol, message)
}

/** Any thrown thing as an exception; what is not ClickHouse's own says nothing of the inside. */
export function asException(error: unknown): ClickHouseException {
  if (error instanceof ClickHouseException) return error
  return new ClickHouseException(
    UNKNOWN_EXCEPTION,
    'UNKNOWN_EXCEPTION',
    'Internal error of the embedded server',
    {
      cause: error,
    },
  )
}

/** The text a client reads, as the server words it: `Code: 60. DB::Exception: …. (UNKNOWN_TABLE) (version …)`. */
export function exceptionText(exception: ClickHouseException, version: string): string {
  const { number, symbol, message } = exception
  const stop = /[.!?:]$/.test(message) ? '' : '.'
  return `Code: ${number}. DB::Exception: ${message}${stop} (${symbol}) (version ${version})\n`
}

// As exceptionCodeToHTTPStatus of ClickHouse 26.
const STATUS_GROUPS: readonly (readonly [status: number, codes: readonly number[]])[] = [
  [401, [194]],
  [403, [192, 193, 497, 512, 516]],
  [
    400,
    [
      6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675,
      676,
    ],
  ],
  [404, [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511]],
  [413, [229]],
  [501, [48]],
  [503, [76, 209, 439]],
  [411, [381]],
  [408, [159]],
  [415, [779]],
]
const STATUS_OF_CODE = new Map(
  STATUS_GROUPS.flatMap(([status, codes]) => codes.map((code) => [code, status])),
)

export function httpStatus(exception: ClickHouseException): number {
  return STATUS_OF_CODE.get(exception.number) ?? 500
}

/** What ClickHouse appends to a body whose status is already out; clients find it by the tag of the header. */
export function exceptionFrame(text: string, tag: string): Buffer {
  const length = Buffer.byteLength(text)
  return Buffer.from(`\r\n__exception__\r\n${tag}\r\n${text}${length} ${tag}\r\n__exception__\r\n`)
}
