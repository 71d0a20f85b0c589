import type { GatewayContext } from './context.ts'

type Knowing = Pick<GatewayContext, 'repositories'>

/** What repositories are called now, by id. */
export async function namesOf(
  { repositories }: Knowing,
  ids: readonly number[],
): Promise<(id: number) => string> {
  const names = await repositories.namesById(ids)
  // The archive learns names beside the read model: for a moment it may not have one yet.
  return (id) => names.get(id) ?? `${id}`
}

/** What the repositories of these rows are called now, by id. A row that is of no single one has null. */
export function namesIn(
  gateway: Knowing,
  rows: readonly { readonly repository_id: number | null }[],
): Promise<(id: number) => string> {
  return namesOf(
    gateway,
    rows.flatMap(({ repository_id }) => repository_id ?? []),
  )
}

/** The rows, each with what its repository is called now. */
export async function withNames<T extends { readonly repository_id: number }>(
  gateway: Knowing,
  rows: readonly T[],
): Promise<(T & { readonly repository: string })[]> {
  const nameOf = await namesIn(gateway, rows)
  return rows.map((row) => ({ ...row, repository: nameOf(row.repository_id) }))
}
