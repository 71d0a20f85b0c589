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
