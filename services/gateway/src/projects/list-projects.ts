import { listProjects } from '@octometer/gateway-api'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { pageAfter } from '../paging.ts'
import { resolveScope } from '../repository-scope.ts'
import { findProjects, type Project } from './find-projects.ts'

const place = z.tuple([z.iso.datetime(), z.int().min(0)])
type Place = z.output<typeof place>

/** One entry per repository, put together from three queries: some hundreds are ordered and cut here. */
export const listProjectsEndpoint = endpoint(
  listProjects,
  'projects',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const found = (await findProjects(gateway, ids)).filter(
      ({ plan, issues }) =>
        query.status === undefined ||
        query.status.some((status) => plan?.status === status || issues?.status === status),
    )
    const { entries, page } = pageAfter(found, after, { limit: query.limit, placeOf, compare })
    return { data: [...entries], page }
  },
)

function placeOf({ last_updated, id }: Project): Place {
  return [last_updated, id]
}

function compare([at, id]: Place, [otherAt, otherId]: Place): number {
  if (at !== otherAt) return at > otherAt ? -1 : 1
  return id - otherId
}
