import {
  repositoriesByName,
  repositoriesOfOwners,
  repositoryNamesById,
  type Store,
} from '@octometer/read-store'
import { cachedFor } from './cached.ts'
import { ownerOf } from './visible-repositories.ts'

/** Which repository a name finds, and what it is called now. What it knows is at most a second old. */
export interface RepositoryDirectory {
  /** Ids by names in lower case; names that find none are missing. Throws StoreError. */
  idsByName(names: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Names as they are spelled, by id. Throws StoreError. */
  namesById(ids: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** The repositories that are these owners' now; owners in lower case. Throws StoreError. */
  idsOfOwners(owners: readonly string[]): Promise<readonly number[]>
  /** Whether any repository was ever seen. Throws StoreError. */
  knowsAny(): Promise<boolean>
}

const FRESH_MS = 1000
/** More names than these are not held, but looked up for each answer. */
const MOST_NAMES = 5000
const RECOUNTED_MS = 60_000

export function openRepositoryDirectory(store: Store): RepositoryDirectory {
  const readIds = async (names: readonly string[] | null) => {
    const rows = await store.query(repositoriesByName, { names, limit: names?.length ?? MOST_NAMES + 1 })
    return new Map(rows.map((row) => [row.name_key, row.repository_id]))
  }
  const readNames = async (repositories: readonly number[] | null) => {
    const rows = await store.query(repositoryNamesById, { repositories })
    return new Map(rows.map((row) => [row.repository_id, row.full_name]))
  }
  const areFew = cachedFor(RECOUNTED_MS, async () => (await readIds(null)).size <= MOST_NAMES)
  // Null: they are too many to be held.
  const allIds = cachedFor(FRESH_MS, async () => ((await areFew()) ? readIds(null) : null))
  const allNames = cachedFor(FRESH_MS, async () => ((await areFew()) ? readNames(null) : null))
  return {
    async idsByName(names) {
      if (names.length === 0) return new Map()
      const keys = [...new Set(names.map((name) => name.toLowerCase()))]
      const all = await allIds()
      // One that is not held may have come just now.
      return all !== null && keys.every((key) => all.has(key)) ? all : readIds(keys)
    },
    async namesById(ids) {
      if (ids.length === 0) return new Map()
      const wanted = [...new Set(ids)]
      const all = await allNames()
      return all !== null && wanted.every((id) => all.has(id)) ? all : readNames(wanted)
    },
    async idsOfOwners(owners) {
      if (owners.length === 0) return []
      const all = await allNames()
      const theirs = new Set(owners)
      if (all !== null) return [...all].flatMap(([id, name]) => (theirs.has(ownerOf(name)) ? [id] : []))
      const rows = await store.query(repositoriesOfOwners, { owners })
      return rows.map(({ repository_id }) => repository_id)
    },
    async knowsAny() {
      const all = await allIds()
      // The first repository is found at once.
      return all === null || all.size > 0 || (await readIds(null)).size > 0
    },
  }
}
