import type { Columns, ColumnType } from './column-type.ts'

/** A value that its column cannot hold. ClickHouse would wrap, clamp or default it without a word. */
export class ValueRefusedError extends Error {
  override readonly name = 'ValueRefusedError'
  readonly code = 'value_refused'
  readonly retryable = false
}

type Encode = (value: unknown) => unknown

const unsigned: Readonly<Record<string, number>> = {
  UInt8: 0xff,
  UInt16: 0xffff,
  UInt32: 0xffff_ffff,
  UInt64: Number.MAX_SAFE_INTEGER,
}

const LAST_DATETIME = 0xffff_ffff

/** Checks a row against its table's columns and gives the JSONEachRow object. Throws ValueRefusedError naming the column. */
export function rowEncoder(
  table: string,
  columns: Columns,
): (row: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const encoders = Object.entries(columns).map(([name, type]) => [name, encoderOf(type)] as const)
  return (row) => {
    const encoded: Record<string, unknown> = {}
    for (const [name, encode] of encoders) {
      try {
        encoded[name] = encode(row[name])
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new ValueRefusedError(`${table}.${name} ${why}`, { cause })
      }
    }
    return encoded
  }
}

function encoderOf(type: ColumnType): Encode {
  if (typeof type !== 'string') {
    if ('hourCounts' in type) return filledByClickHouse
    return 'merge' in type ? encoderOf(type.of) : tupleEncoder(type.tuple)
  }
  if (type === 'LowCardinality(Nullable(String))') return encoderOf('Nullable(String)')
  const nullable = /^Nullable\((.+)\)$/.exec(type)?.[1]
  if (nullable !== undefined) {
    const inner = scalarEncoder(nullable)
    return (value) => (value === null ? null : inner(value))
  }
  const element = /^Array\((.+)\)$/.exec(type)?.[1]
  return element === undefined ? scalarEncoder(type) : arrayEncoder(scalarEncoder(element))
}

function filledByClickHouse(): never {
  throw new Error('is filled by ClickHouse alone')
}

function tupleEncoder(fields: Columns): Encode {
  const encode = rowEncoder('tuple', fields)
  return (value) => {
    if (!isRecord(value)) throw new Error(`takes an object, not ${show(value)}`)
    return encode(value)
  }
}

function arrayEncoder(inner: Encode): Encode {
  return (value) => {
    if (!Array.isArray(value)) throw new Error(`takes an array, not ${show(value)}`)
    return value.map(inner)
  }
}

function scalarEncoder(type: string): Encode {
  const maximum = unsigned[type]
  if (maximum !== undefined) return (value) => integer(value, 0, maximum)
  switch (type) {
    case 'Int64':
      return (value) => integer(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
    case 'Float64':
      return finite
    case 'Bool':
      return boolean
    case "DateTime('UTC')":
      return (value) => integer(Math.floor(time(value) / 1000), 0, LAST_DATETIME)
    case "DateTime64(3, 'UTC')":
      return (value) =>
        new Date(integer(time(value), 0, LAST_DATETIME * 1000)).toISOString().replace('T', ' ').slice(0, -1)
    default:
      return text
  }
}

function integer(value: unknown, minimum: number, maximum: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum)
    return value
  throw new Error(`takes a whole number from ${minimum} to ${maximum}, not ${show(value)}`)
}

function finite(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new Error(`takes a finite number, not ${show(value)}`)
}

function boolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new Error(`takes true or false, not ${show(value)}`)
}

function time(value: unknown): number {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime()
  throw new Error(`takes a time, not ${show(value)}`)
}

function text(value: unknown): string {
  // A lone surrogate has no UTF-8 form: the JSON sent to ClickHouse would hold an escape that it refuses.
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed()
  throw new Error(`takes text, not ${show(value)}`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return typeof value === 'object' ? 'an object' : `${typeof value} ${String(value).slice(0, 40)}`
}
