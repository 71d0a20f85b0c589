/**
 * ClickHouse refused what was sent because of its values: sending it again gives the same answer. Everything
 * else (memory, timeouts, quorum, too many parts, a lost connection) may pass and is retried.
 */
const VALUE_ERRORS: ReadonlySet<number> = new Set([
  6, 26, 27, 32, 33, 38, 41, 53, 69, 70, 72, 117, 131, 321, 349, 376, 441, 634, 675, 676, 691,
])

export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: 'store_refused_values' | 'store_failed'
  readonly retryable: boolean
  /** ClickHouse's own number; null when no answer came. */
  readonly exceptionCode: number | null

  constructor(message: string, exceptionCode: number | null, options?: ErrorOptions) {
    super(message, options)
    this.exceptionCode = exceptionCode
    this.retryable = exceptionCode === null || !VALUE_ERRORS.has(exceptionCode)
    this.code = this.retryable ? 'store_failed' : 'store_refused_values'
  }
}

export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  readonly code: 'schema_newer' | 'schema_edited'

  constructor(code: 'schema_newer' | 'schema_edited', message: string) {
    super(message)
    this.code = code
  }
}

/** Wraps whatever the client threw while doing `what`. */
export function storeError(what: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return new StoreError(`${what}: ${message}`, exceptionCode(cause), { cause })
}

function exceptionCode(cause: unknown): number | null {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return null
  const code = Number(cause.code)
  return Number.isInteger(code) ? code : null
}
