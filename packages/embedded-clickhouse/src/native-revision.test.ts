import { expect, test } from 'vitest'
import { withProtocolVersion } from './native-revision.ts'

const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])
const uint64 = (value: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
const info = Buffer.from([1, 0, 2, 255, 255, 255, 255, 0])

/** A block of two rows with one column `c`, and what version 54460 makes of it. */
function block(type: string, values: Buffer): { plain: Buffer; versioned: Buffer } {
  const head = Buffer.concat([Buffer.from([1, 2]), text('c'), text(type)])
  return {
    plain: Buffer.concat([head, values]),
    versioned: Buffer.concat([info, head, Buffer.from([0]), values]),
  }
}

async function translate(chunks: Buffer[], version: number): Promise<Buffer> {
  async function* source(): AsyncGenerator<Buffer> {
    yield* chunks
  }
  const output: Buffer[] = []
  for await (const chunk of withProtocolVersion(source(), version)) output.push(chunk)
  return Buffer.concat(output)
}

const zeros = (length: number) => Buffer.alloc(length, 1)
const columns: [type: string, values: Buffer][] = [
  ['UInt8', zeros(2)],
  ["DateTime64(3, 'UTC')", zeros(16)],
  ["Enum8('a,)' = 1)", zeros(2)],
  ['Decimal(18, 4)', zeros(16)],
  ['FixedString(5)', zeros(10)],
  ['UUID', zeros(32)],
  ['String', Buffer.concat([text('ab'), text('')])],
  ['Nullable(UInt16)', zeros(2 + 4)],
  ['Array(UInt16)', Buffer.concat([uint64(1), uint64(3), zeros(6)])],
  ['Map(String, UInt8)', Buffer.concat([uint64(0), uint64(1), text('k'), zeros(1)])],
  [
    'Tuple(a UInt8, `b c` Array(String), Nullable(Float64))',
    Buffer.concat([zeros(2), uint64(0), uint64(1), text('x'), zeros(2 + 16)]),
  ],
  ['SimpleAggregateFunction(max, Tuple(DateTime, String))', Buffer.concat([zeros(8), text('a'), text('b')])],
  [
    'LowCardinality(Nullable(String))',
    Buffer.concat([uint64(1), uint64(0x600), uint64(2), text(''), text('x'), uint64(2), zeros(2)]),
  ],
  [
    'Array(LowCardinality(String))',
    Buffer.concat([
      uint64(1),
      uint64(1),
      uint64(2),
      uint64(0x601),
      uint64(1),
      text('x'),
      uint64(2),
      zeros(4),
    ]),
  ],
  ['Point', zeros(32)],
]

test('every block gets its preamble and every column its serialization', async () => {
  for (const [type, values] of columns) {
    const { plain, versioned } = block(type, values)
    expect([type, await translate([plain, plain], 54_460)]).toEqual([
      type,
      Buffer.concat([versioned, versioned]),
    ])
  }
})

test('wherever the bytes are cut', async () => {
  for (const [type, values] of columns) {
    const { plain, versioned } = block(type, values)
    const single = [...plain].map((byte) => Buffer.from([byte]))
    expect([type, await translate(single, 54_460)]).toEqual([type, versioned])
  }
})

test('older clients get the preamble alone', async () => {
  const { plain } = block('UInt8', zeros(2))
  expect(await translate([plain], 54_405)).toEqual(Buffer.concat([info, plain]))
})

test('no rows, no values; a cut block and an unknown type are errors', async () => {
  const empty = Buffer.concat([Buffer.from([1, 0]), text('c'), text('LowCardinality(String)')])
  expect(await translate([empty], 54_460)).toEqual(Buffer.concat([info, empty, Buffer.from([0])]))
  const { plain } = block('String', text('abc'))
  await expect(translate([plain.subarray(0, -1)], 54_460)).rejects.toMatchObject({ number: 33 })
  const opaque = block('AggregateFunction(sum, UInt8)', zeros(9)).plain
  await expect(translate([opaque], 54_460)).rejects.toMatchObject({ number: 48 })
})
