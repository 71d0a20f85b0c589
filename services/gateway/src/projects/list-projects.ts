import { listProjects, type QueryOf } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { decodeCursor } from '../cursor.ts'
import { pageAfter } from '../paging.ts'
import { resolveScope } from '../repository-scope.ts'
import { findProjects, type Project } from './find-projects.ts'
import { projectsBehind } from './projects-behind.ts'

const place = z.tuple([z.iso.datetime(), z.int().min(0)])
type Place = z.output<typeof place>

/** One entry per repository, put together from three queries: some hundreds are ordered and cut here. */
export const listProjectsEndpoint = endpoint(
  listProjects,
  'projects',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const found = await fittingProjects(gateway, principal, query)
    const { entries, page } = pageAfter(found, after, { limit: query.limit, placeOf, compare })
    return { data: [...entries], page }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const found = await fittingProjects(gateway, principal, query)
      return projectsBehind(
        gateway,
        found.map(({ id }) => id),
        1,
      )
    },
  },
)

async function fittingProjects(
  gateway: GatewayContext,
  principal: Principal,
  { repository, status: wanted }: QueryOf<typeof listProjects>,
): Promise<readonly Project[]> {
  const { ids } = await resolveScope(gateway, principal, repository)
  const all = await findProjects(gateway, ids)
  if (wanted === undefined) return all
  return all.filter(({ plan, issues }) =>
    wanted.some((status) => plan?.status === status || issues?.status === status),
  )
}

function placeOf({ last_updated, id }: Project): Place {
  return [last_updated, id]
}

function compare([at, id]: Place, [otherAt, otherId]: Place): number {
  if (at !== otherAt) return at > otherAt ? -1 : 1
  return id - otherId
}
