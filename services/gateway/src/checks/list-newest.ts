import type { Page } from '@octometer/gateway-api'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { readRange, type TimeRange } from '../range.ts'
import { withNames } from '../repository-names.ts'
import { type ListRequest, resolveScope } from '../repository-scope.ts'
import { placeOfCursor } from './check-place.ts'
import { type NewestFirst, newestFirst } from './newest-first.ts'

/** What every list of checks is asked by. */
interface Asked {
  readonly generation: string
  readonly filters: TimeRange & { readonly repositories: readonly number[] | null }
  readonly now: Date
}

/** Answers a list of checks from the newest on: where it is asked, by `find`, and what its repositories are called. */
export async function listNewest<T extends { readonly repository_id: number }>(
  gateway: GatewayContext,
  { query, principal }: ListRequest,
  find: (asked: Asked) => Pick<NewestFirst<T>, 'candidates' | 'entries' | 'lost'>,
): Promise<{ readonly data: (T & { readonly repository: string })[]; readonly page: Page }> {
  const after = placeOfCursor(query.cursor)
  const range = readRange(query)
  const { ids } = await resolveScope(gateway, principal, query.repository)
  const now = gateway.now()
  const { data, page } = await readLive(gateway, 'checks', (generation) =>
    newestFirst({
      after,
      limit: query.limit,
      range,
      recentFirst: ids === null,
      now,
      ...find({ generation, filters: { ...range, repositories: ids }, now }),
    }),
  )
  return { data: await withNames(gateway, data), page }
}
