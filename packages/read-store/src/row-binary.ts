/**
 * Rows in ClickHouse's RowBinary whose columns are all String, as views of the bytes: each value is its length as a
 * varint, then its bytes. Throws RangeError when the bytes end within a row.
 */
export function readTextRows(bytes: Buffer, columns: number): readonly (readonly Buffer[])[] {
  const rows: Buffer[][] = []
  let at = 0
  const value = () => {
    let length = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes.readUInt8(at++)
      length += (byte & 127) * unit
      if (byte < 128) break
    }
    if (at + length > bytes.length) throw new RangeError('the answer ends within a value')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) rows.push(Array.from({ length: columns }, value))
  return rows
}
