import type { Principal } from '@octometer/service-kit'
import type { RepositoryDirectory } from './repository-directory.ts'
import { visibleRepositories } from './visible-repositories.ts'

/** The repositories that an answer is about. */
export interface RepositoryScope {
  /** Their ids, those alone that the asker may see; null is every repository. */
  readonly ids: readonly number[] | null
  /** Names asked for under which the asker can see none. */
  readonly unknown: readonly string[]
}

/** What a list is asked for, whatever else it is asked for. */
export interface ListRequest {
  readonly query: {
    readonly cursor?: string | undefined
    readonly limit: number
    readonly since?: string | undefined
    readonly until?: string | undefined
    readonly repository?: readonly string[] | undefined
  }
  readonly principal: Principal
}

interface Knowing {
  readonly repositories: RepositoryDirectory
}

/** Finds repositories by their present and former names, within what the asker may see. */
export async function resolveScope(
  { repositories }: Knowing,
  { repositories: visible }: Pick<Principal, 'repositories'>,
  names: readonly string[] | undefined,
): Promise<RepositoryScope> {
  if (names === undefined && visible === null) return { ids: null, unknown: [] }
  const seen = visibleRepositories(visible ?? [])
  const ids = await repositories.idsByName([...(names ?? []), ...seen.names])
  const theirs = await repositories.idsOfOwners(seen.owners)
  const visibleIds = visible === null ? null : new Set([...idsOf(ids, seen.names), ...theirs])
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
export async function isKnown({ repositories }: Knowing, { ids }: RepositoryScope): Promise<boolean> {
  return ids === null ? repositories.knowsAny() : ids.length > 0
}

function idsOf(ids: ReadonlyMap<string, number>, names: readonly string[]): number[] {
  return names.flatMap((name) => ids.get(name.toLowerCase()) ?? [])
}
