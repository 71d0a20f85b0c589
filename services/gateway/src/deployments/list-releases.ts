import { isDescending, listReleases, type QueryOf, releaseOrders } from '@octometer/gateway-api'
import { type ReleaseNow, releaseCandidates, sortedReleases } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { collectFitting } from '../fitting-page.ts'
import { cutPage, type PageOf } from '../paging.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { numberedKey, placeIn, sortingOf } from '../sorting.ts'

const place = z.tuple([z.int().min(0), z.int().min(0)])

export const listReleasesEndpoint = endpoint(
  listReleases,
  'deployments',
  async (gateway, { query, principal }) => {
    const range = readRange(query)
    const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
    const filters = { ...range, repositories, kinds: query.kind ?? null }
    // In the order of their ids they lie, so that a page costs what it holds.
    const isById = query.sort === 'id' && isDescending(releaseOrders, query)
    const { entries, page } = await (isById ? newest : inOrder)(gateway, query, filters)
    const nameOf = await namesIn(gateway, entries)
    const data = entries.map(({ release_id, repository_id, kind, made_at, published_at, hotfix, about }) => ({
      repository: nameOf(repository_id),
      repository_id,
      id: release_id,
      tag_name: about.tag_name,
      name: about.name === '' ? null : about.name,
      kind,
      target: about.target === '' ? null : about.target,
      author: about.author,
      hotfix,
      created_at: made_at,
      published_at,
    }))
    return { data, page }
  },
)

type Query = QueryOf<typeof listReleases>

interface Filters {
  readonly since: Date | null
  readonly until: Date | null
  readonly repositories: readonly number[] | null
  readonly kinds: readonly string[] | null
}

async function newest(
  { store }: GatewayContext,
  query: Query,
  filters: Filters,
): Promise<PageOf<ReleaseNow>> {
  const cursor = decodeCursor(query.cursor, place)
  const found = await collectFitting<ReleaseNow>(query.limit + 1, (last, limit) => {
    const after = last ?? (cursor && { release_id: cursor[0], repository_id: cursor[1] })
    return store.query(releaseCandidates, { ...filters, after, limit })
  })
  return cutPage(found, {
    limit: query.limit,
    more: false,
    placeOf: ({ release_id, repository_id }) => [release_id, repository_id],
  })
}

async function inOrder(
  { store }: GatewayContext,
  query: Query,
  filters: Filters,
): Promise<PageOf<ReleaseNow>> {
  const sorting = sortingOf(releaseOrders, query, numberedKey)
  const rows = await store.query(sortedReleases, { ...filters, sorting, limit: query.limit + 1 })
  return cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: (row) => placeIn(sorting, row.sort_value, [row.release_id, row.repository_id]),
  })
}
