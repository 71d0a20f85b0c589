/**
 * GitHub's number of a thing. GraphQL's `databaseId` is an Int, which ends at 2^31, and things of checks have no `fullDatabaseId`: where
 * it is null the number stands in the node id, which is MessagePack of a version, the repository and the number. Null where it cannot
 * be read.
 */
export function numberOfNode(node: {
  readonly id: string
  readonly databaseId?: number | null
}): number | null {
  if (node.databaseId != null) return node.databaseId
  const packed = /^[A-Z]+_([\w-]+)$/.exec(node.id)?.[1]
  if (packed === undefined) return null
  const numbers = unpacked(Buffer.from(packed, 'base64url'))
  const last = numbers?.at(-1)
  return numbers?.length === 3 && last !== undefined && Number.isSafeInteger(last) ? last : null
}

/** An array of whole numbers, none of them negative; null for anything else. */
function unpacked(bytes: Buffer): readonly number[] | null {
  const [kind = 0] = bytes
  if ((kind & 0xf0) !== 0x90) return null
  const numbers: number[] = []
  let at = 1
  while (at < bytes.length) {
    const size = sizeOf(bytes[at] ?? 0)
    if (size === null || at + 1 + size > bytes.length) return null
    const value =
      size === 0 ? BigInt(bytes[at] ?? 0) : BigInt(`0x${bytes.toString('hex', at + 1, at + 1 + size)}`)
    numbers.push(Number(value))
    at += 1 + size
  }
  return numbers.length === (kind & 0x0f) ? numbers : null
}

/** Of a number, in bytes after the first one. */
function sizeOf(first: number): number | null {
  if (first < 0x80) return 0
  return (
    new Map([
      [0xcc, 1],
      [0xcd, 2],
      [0xce, 4],
      [0xcf, 8],
    ]).get(first) ?? null
  )
}
