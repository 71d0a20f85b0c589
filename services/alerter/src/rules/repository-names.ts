import { repositoryNamesById, type Store } from '@octometer/read-store'
import type { Finding } from './event-rule.ts'

/** What repositories are called now; null for one whose name is not known yet. */
export async function repositoriesById(
  store: Store,
  ids: readonly number[],
): Promise<(id: number) => Finding['repository']> {
  const rows =
    ids.length === 0 ? [] : await store.query(repositoryNamesById, { repositories: [...new Set(ids)] })
  const names = new Map(rows.map(({ repository_id, full_name }) => [repository_id, full_name]))
  return (id) => {
    const full_name = names.get(id)
    return full_name === undefined ? null : { id, full_name }
  }
}
