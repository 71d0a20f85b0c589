import { ClickHouseException } from './exceptions.ts'
import { NativeBytes, OutOfBytes, skipColumn } from './native-columns.ts'

/** From this version of the protocol on, every column says before its values how they are written. */
const CUSTOM_SERIALIZATION_SINCE = 54454

/** is_overflows = 0, bucket_num = -1, end of the fields. */
const BLOCK_INFO = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0])
const DEFAULT_SERIALIZATION = Buffer.from([0])

/**
 * chDB writes Native blocks for version 0 of the protocol; clickhouse-go and Grafana's data source read those of the
 * version they name. The values are the same: a preamble is added to each block and a byte to each column.
 * Throws ClickHouseException for a type whose values it cannot walk over.
 */
export async function* withProtocolVersion(
  blocks: AsyncIterable<Buffer>,
  version: number,
): AsyncGenerator<Buffer> {
  const perColumn = version >= CUSTOM_SERIALIZATION_SINCE ? DEFAULT_SERIALIZATION : Buffer.alloc(0)
  let chunks: Buffer[] = []
  let length = 0
  let enough = 1
  for await (const chunk of blocks) {
    chunks.push(chunk)
    length += chunk.length
    if (length < enough) continue
    const { output, left } = translate(Buffer.concat(chunks, length), perColumn)
    yield* output
    chunks = left.length > 0 ? [left] : []
    length = left.length
    // A block that has not come whole is looked at again when there is twice as much of it.
    enough = length * 2
  }
  const { output, left } = translate(Buffer.concat(chunks, length), perColumn)
  yield* output
  if (left.length > 0) throw new ClickHouseException(33, 'CANNOT_READ_ALL_DATA', 'A Native block is cut')
}

function translate(bytes: Buffer, perColumn: Buffer): { output: Buffer[]; left: Buffer } {
  const output: Buffer[] = []
  let start = 0
  try {
    while (start < bytes.length) {
      const block = translateBlock(bytes, start, perColumn)
      output.push(...block.pieces)
      start = block.end
    }
  } catch (error) {
    if (!(error instanceof OutOfBytes)) throw error
  }
  return { output, left: bytes.subarray(start) }
}

function translateBlock(bytes: Buffer, start: number, perColumn: Buffer): { pieces: Buffer[]; end: number } {
  const reader = new NativeBytes(bytes, start)
  const columns = reader.varint()
  const rows = reader.varint()
  const pieces: Buffer[] = [BLOCK_INFO]
  let copied = start
  for (let column = 0; column < columns; column += 1) {
    reader.text()
    const type = reader.text()
    pieces.push(bytes.subarray(copied, reader.at), perColumn)
    copied = reader.at
    if (rows > 0) skipColumn(reader, type, rows)
  }
  pieces.push(bytes.subarray(copied, reader.at))
  return { pieces, end: reader.at }
}
