import { anyRepository, repositoriesByName, type Store } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'

/** The repositories that an answer is about. */
export interface RepositoryScope {
  /** Their ids, those alone that the asker may see; null is every repository. */
  readonly ids: readonly number[] | null
  /** Names asked for under which the asker can see none. */
  readonly unknown: readonly string[]
}

/** Finds repositories by their present and former names, within what the asker may see. */
export async function resolveScope(
  store: Store,
  principal: Principal,
  names: readonly string[] | undefined,
): Promise<RepositoryScope> {
  const { repositories: visible } = principal
  if (names === undefined && visible === null) return { ids: null, unknown: [] }
  const ids = await idsByName(store, [...(names ?? []), ...(visible ?? [])])
  const visibleIds = visible === null ? null : new Set(idsOf(ids, visible))
  if (names === undefined) return { ids: [...(visibleIds ?? [])], unknown: [] }
  const maySee = (id: number) => visibleIds === null || visibleIds.has(id)
  return {
    ids: [...new Set(idsOf(ids, names).filter(maySee))],
    unknown: names.filter((name) => {
      const id = ids.get(name.toLowerCase())
      return id === undefined || !maySee(id)
    }),
  }
}

/** Whether anything is known of these repositories: without it a count is null, not 0. */
export async function isKnown(store: Store, { ids }: RepositoryScope): Promise<boolean> {
  if (ids !== null) return ids.length > 0
  const [row] = await store.query(anyRepository, {})
  return row !== undefined && row.known > 0
}

async function idsByName(store: Store, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map()
  const rows = await store.query(repositoriesByName, { names })
  return new Map(rows.map((row) => [row.name_key, row.repository_id]))
}

function idsOf(ids: ReadonlyMap<string, number>, names: readonly string[]): number[] {
  return names.flatMap((name) => ids.get(name.toLowerCase()) ?? [])
}
