import { type GitHubObject, numberAt, textAt } from '../fields.ts'

const greatestInt = 2_147_483_647

/** The same id as REST's `node_id`. */
export function nodeIdOf(object: GitHubObject, prefix: string): string {
  return textAt(object, 'node_id') || `${prefix}_${numberAt(object, 'id').toString(36)}`
}

/** `databaseId` is an Int of 32 bits: GitHub has null for greater ones, and `fullDatabaseId` where it has that. */
export function databaseIdOf(object: GitHubObject): number | null {
  const id = numberAt(object, 'id')
  return id > greatestInt ? null : id
}

/**
 * The id of what belongs to a repository in the form that GitHub gives it: the numbers of both, packed as MessagePack does. Payloads of
 * examples repeat the `node_id` of the example.
 */
export function packedNodeId(prefix: string, repositoryId: number, id: number): string {
  return `${prefix}_${Buffer.from([0x93, 0x00, ...packed(repositoryId), ...packed(id)]).toString('base64url')}`
}

/** The number that such an id ends with; null for another one. */
export function idInNodeId(nodeId: string, prefix: string): number | null {
  if (!nodeId.startsWith(`${prefix}_`)) return null
  const bytes = Buffer.from(nodeId.slice(prefix.length + 1), 'base64url')
  const at = bytes[2] === 0xcf ? 11 : 7
  if (bytes.length === at + 9) return Number(bytes.readBigUInt64BE(at + 1))
  return bytes.length === at + 5 ? bytes.readUInt32BE(at + 1) : null
}

function packed(id: number): Buffer {
  const isLong = id > 0xffff_ffff
  const bytes = Buffer.alloc(isLong ? 9 : 5)
  bytes[0] = isLong ? 0xcf : 0xce
  if (isLong) bytes.writeBigUInt64BE(BigInt(id), 1)
  else bytes.writeUInt32BE(id, 1)
  return bytes
}
