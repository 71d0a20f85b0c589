import type { Page } from '@octometer/gateway-api'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { recentRange } from '../recent-range.ts'
import { namesIn } from '../repository-names.ts'
import { type ListRequest, resolveScope } from '../repository-scope.ts'
import { type GroupPlace, groupPlaceOf } from './group-place.ts'

/** What every list of groups is asked by. */
interface Asked {
  readonly generation: string
  readonly since: Date
  readonly until: Date
  readonly repositories: readonly number[] | null
  readonly after: GroupPlace | null
  readonly limit: number
}

interface GroupList<Row, Entry> {
  /** Up to `limit` groups after a place, in the order of their places. */
  read(asked: Asked): Promise<readonly Row[]>
  placeOf(row: Row): readonly [value: number, key: string]
  entryOf(row: Row, nameOf: (repositoryId: number) => string): Entry
}

/** Answers a page of groups: of a window, thirty days where none is named. */
export async function listGroups<Row extends { readonly repository_id: number | null }, Entry>(
  gateway: GatewayContext,
  { query, principal }: ListRequest,
  { read, placeOf, entryOf }: GroupList<Row, Entry>,
): Promise<{ readonly data: Entry[]; readonly page: Page }> {
  const after = groupPlaceOf(query.cursor)
  const window = recentRange(query, gateway.now())
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const rows = await readLive(gateway, 'checks', (generation) =>
    read({ generation, ...window, repositories: ids, after, limit: query.limit + 1 }),
  )
  const { entries, page } = cutPage(rows, { limit: query.limit, more: false, placeOf })
  const nameOf = await namesIn(gateway, entries)
  return { data: entries.map((row) => entryOf(row, nameOf)), page }
}

/** The place of a group whose query tells it. */
export function sortedPlaceOf({
  sort_value,
  sort_key,
}: {
  readonly sort_value: number
  readonly sort_key: string
}): readonly [value: number, key: string] {
  return [sort_value, sort_key]
}
