import { raise } from './exceptions.ts'

/** Bytes of Native blocks, walked over value by value. Throws OutOfBytes when they end before a block does. */
export class NativeBytes {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  skip(length: number): void {
    if (this.at + length > this.bytes.length) throw new OutOfBytes()
    this.at += length
  }

  varint(): number {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at]
      if (byte === undefined) throw new OutOfBytes()
      this.at += 1
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }

  uint64(): number {
    this.skip(8)
    return Number(this.bytes.readBigUInt64LE(this.at - 8))
  }

  text(): string {
    const length = this.varint()
    this.skip(length)
    return this.bytes.toString('utf8', this.at - length, this.at)
  }
}

/** More of the answer has to come before the block can be walked over. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes'
  readonly code = 'OUT_OF_BYTES'
}

const SIZES: readonly (readonly [type: RegExp, size: number])[] = [
  [/^(?:U?Int8|Bool|Enum8|Nothing)$/, 1],
  [/^(?:U?Int16|Enum16|Date|BFloat16)$/, 2],
  [/^(?:U?Int32|Float32|Date32|DateTime|Time|IPv4|Decimal32)$/, 4],
  [/^(?:U?Int64|Float64|DateTime64|Time64|Decimal64|Interval\w+)$/, 8],
  [/^(?:U?Int128|Decimal128|UUID|IPv6)$/, 16],
  [/^(?:U?Int256|Decimal256)$/, 32],
]

const ALIASES: Readonly<Record<string, string>> = {
  Point: 'Tuple(Float64, Float64)',
  Ring: 'Array(Point)',
  LineString: 'Array(Point)',
  MultiLineString: 'Array(LineString)',
  Polygon: 'Array(Ring)',
  MultiPolygon: 'Array(Polygon)',
}

/** Moves over one column of a block, `rows` > 0 values of the type. Throws ClickHouseException for unknown types. */
export function skipColumn(bytes: NativeBytes, type: string, rows: number): void {
  skipPrefix(bytes, type)
  skipValues(bytes, type, rows)
}

/** A column begins with what its parts have to say before their values: the version of a dictionary. */
function skipPrefix(bytes: NativeBytes, type: string): void {
  const { name, parts } = readType(type)
  if (name === 'LowCardinality') bytes.skip(8)
  else if (isContainer(name)) for (const part of parts) skipPrefix(bytes, part)
}

function isContainer(name: string): boolean {
  return ['Array', 'Map', 'Tuple', 'Nested', 'Nullable', 'SimpleAggregateFunction'].includes(name)
}

function skipValues(bytes: NativeBytes, type: string, rows: number): void {
  const { name, parts, args } = readType(type)
  const [first = '', second = ''] = parts
  const size = sizeOf(name, args)
  if (size !== undefined) bytes.skip(size * rows)
  else if (name === 'String') for (let row = 0; row < rows; row += 1) bytes.skip(bytes.varint())
  else if (name === 'Nullable') {
    bytes.skip(rows)
    skipValues(bytes, first, rows)
  } else if (name === 'Array') skipNested(bytes, [first], rows)
  else if (name === 'Map') skipNested(bytes, [first, second], rows)
  else if (name === 'Nested') skipNested(bytes, parts, rows)
  else if (name === 'Tuple') for (const part of parts) skipValues(bytes, part, rows)
  else if (name === 'SimpleAggregateFunction') skipValues(bytes, parts.at(-1) ?? '', rows)
  else if (name === 'LowCardinality') skipDictionary(bytes, first, rows)
  else
    throw raise(
      48,
      `Type ${type} is not supported in Native answers to this client; convert it with toString()`,
    )
}

function skipNested(bytes: NativeBytes, parts: readonly string[], rows: number): void {
  if (rows === 0) return
  bytes.skip(8 * (rows - 1))
  const values = bytes.uint64()
  if (values > 0) for (const part of parts) skipValues(bytes, part, values)
}

const HAS_ADDITIONAL_KEYS = 1 << 9

function skipDictionary(bytes: NativeBytes, type: string, rows: number): void {
  if (rows === 0) return
  const flags = bytes.uint64()
  if (flags & HAS_ADDITIONAL_KEYS) {
    const inner = readType(type)
    skipValues(bytes, inner.name === 'Nullable' ? (inner.parts[0] ?? '') : type, bytes.uint64())
  }
  bytes.skip(bytes.uint64() * 2 ** (flags & 255))
}

function sizeOf(name: string, args: string): number | undefined {
  if (name === 'FixedString') return Number(args)
  if (name === 'Decimal') {
    const precision = Number.parseInt(args, 10)
    return precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32
  }
  return SIZES.find(([types]) => types.test(name))?.[1]
}

interface TypeName {
  readonly name: string
  /** What stands in the brackets. */
  readonly args: string
  /** The types among it, without the names of a tuple's elements. */
  readonly parts: readonly string[]
}

function readType(text: string): TypeName {
  const open = text.indexOf('(')
  const name = open < 0 ? text : text.slice(0, open)
  const alias = ALIASES[name]
  if (alias) return readType(alias)
  const args = open < 0 ? '' : text.slice(open + 1, text.lastIndexOf(')'))
  if (!isContainer(name) && name !== 'LowCardinality') return { name, args, parts: [] }
  const named = name === 'Tuple' || name === 'Nested'
  const parts = splitTopLevel(args).map((part) => (named ? withoutElementName(part) : part))
  return { name, args, parts: name === 'SimpleAggregateFunction' ? parts.slice(-1) : parts }
}

/** Splits at the commas that no bracket, quote or backtick encloses. */
function splitTopLevel(args: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < args.length; at += 1) {
    const char = args[at]
    if (char === '(') depth += 1
    else if (char === ')') depth -= 1
    else if (char === "'" || char === '`') at = endOfQuote(args, at)
    else if (char === ',' && depth === 0) {
      parts.push(args.slice(from, at).trim())
      from = at + 1
    }
  }
  parts.push(args.slice(from).trim())
  return parts.filter((part) => part !== '')
}

function endOfQuote(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== text[start]) at += text[at] === '\\' ? 2 : 1
  return at
}

/** `name Type` or `Type`: a type alone has no space before its brackets. */
function withoutElementName(part: string): string {
  if (part.startsWith('`')) return part.slice(endOfQuote(part, 0) + 1).trim()
  const match = /^[A-Za-z_]\w* (?=[A-Z])/.exec(part)
  return match ? part.slice(match[0].length) : part
}
