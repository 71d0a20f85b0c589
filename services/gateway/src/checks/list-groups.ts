import type { Page, SortOrders } from '@octometer/gateway-api'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { recentRange } from '../recent-range.ts'
import { namesIn } from '../repository-names.ts'
import { type ListRequest, resolveScope } from '../repository-scope.ts'
import { placeIn, type SortedQuery, type Sorting, type SortValue, sortingOf } from '../sorting.ts'

const key = z.tuple([z.string()])

/** What every list of groups is asked by. */
interface Asked {
  readonly generation: string
  readonly since: Date
  readonly until: Date
  readonly repositories: readonly number[] | null
  readonly sorting: Sorting<readonly [string]>
  readonly limit: number
}

interface Group {
  readonly repository_id: number | null
  readonly sort_value: SortValue
  readonly sort_key: string
}

interface GroupList<Name extends string, Row, Entry> {
  readonly orders: SortOrders<Name>
  /** Up to `limit` groups after a place, in an order. */
  read(asked: Asked): Promise<readonly Row[]>
  entryOf(row: Row, nameOf: (repositoryId: number) => string): Entry
}

/** Answers a page of groups: of a window, thirty days where none is named. */
export async function listGroups<Name extends string, Row extends Group, Entry>(
  gateway: GatewayContext,
  { query, principal }: ListRequest & { readonly query: SortedQuery<Name> },
  { orders, read, entryOf }: GroupList<Name, Row, Entry>,
): Promise<{ readonly data: Entry[]; readonly page: Page }> {
  const sorting = sortingOf(orders, query, key)
  const window = recentRange(query, gateway.now())
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const rows = await readLive(gateway, 'checks', (generation) =>
    read({ generation, ...window, repositories: ids, sorting, limit: query.limit + 1 }),
  )
  const { entries, page } = cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: ({ sort_value, sort_key }) => placeIn(sorting, sort_value, [sort_key]),
  })
  const nameOf = await namesIn(gateway, entries)
  return { data: entries.map((row) => entryOf(row, nameOf)), page }
}
