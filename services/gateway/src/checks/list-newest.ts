import { isDescending, type Page, type SortOrders } from '@octometer/gateway-api'
import type { SortedCheck } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { readRange, type TimeRange } from '../range.ts'
import { withNames } from '../repository-names.ts'
import { type ListRequest, resolveScope } from '../repository-scope.ts'
import { type SortedQuery, sortingOf } from '../sorting.ts'
import { placeOfCursor } from './check-place.ts'
import { type CheckSorting, inOrder, placeKey } from './in-order.ts'
import { type NewestFirst, newestFirst } from './newest-first.ts'

/** What every list of checks is asked by. */
interface Asked {
  readonly generation: string
  readonly filters: TimeRange & { readonly repositories: readonly number[] | null }
  readonly now: Date
}

interface CheckList<Name extends string, T> {
  readonly orders: SortOrders<Name>
  /** By their place, which is how they lie. */
  readonly newest: NoInfer<Name>
  find(asked: Asked): Pick<NewestFirst<T>, 'candidates' | 'entries' | 'lost'> & {
    sorted(sorting: CheckSorting, limit: number): Promise<readonly SortedCheck[]>
  }
}

/** Answers a list of checks, from the newest on or in another order: where it is asked, and what its repositories are called. */
export async function listNewest<Name extends string, T extends { readonly repository_id: number }>(
  gateway: GatewayContext,
  { query, principal }: ListRequest & { readonly query: SortedQuery<Name> },
  { orders, newest, find }: CheckList<Name, T>,
): Promise<{ readonly data: (T & { readonly repository: string })[]; readonly page: Page }> {
  const { limit } = query
  // From the newest on they lie, so that a page costs what it holds.
  const isNewest = query.sort === newest && isDescending(orders, query)
  const sorting = isNewest ? null : sortingOf(orders, query, placeKey)
  const after = isNewest ? placeOfCursor(query.cursor) : null
  const range = readRange(query)
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const now = gateway.now()
  const { data, page } = await readLive(gateway, 'checks', (generation) => {
    const found = find({ generation, filters: { ...range, repositories: ids }, now })
    return sorting === null
      ? newestFirst({ after, limit, range, recentFirst: ids === null, now, ...found })
      : inOrder({ sorting, limit, ...found })
  })
  return { data: await withNames(gateway, data), page }
}
