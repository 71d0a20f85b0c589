import { listProjects, projectOrders, type QueryOf } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { cutPage } from '../paging.ts'
import { resolveScope } from '../repository-scope.ts'
import { placeIn, type SortValue, sortingOf, sortRows } from '../sorting.ts'
import { findProjects, type Project } from './find-projects.ts'
import { projectsBehind } from './projects-behind.ts'

const key = z.tuple([z.int().min(0)])

type Query = QueryOf<typeof listProjects>

/** One entry per repository, put together from three queries: some hundreds are ordered and cut here. */
export const listProjectsEndpoint = endpoint(
  listProjects,
  'projects',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(projectOrders, query, key)
    const found = await fittingProjects(gateway, principal, query)
    const valueIn = (project: Project) => sortValue(project, query.sort)
    const { entries, page } = cutPage(sortRows(found, sorting, { valueIn, idOf: ({ id }) => id }), {
      limit: query.limit,
      more: false,
      placeOf: (project) => placeIn(sorting, valueIn(project), [project.id]),
    })
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
  { repository, status: wanted }: Query,
): Promise<readonly Project[]> {
  const { ids } = await resolveScope(gateway, principal, repository)
  const all = await findProjects(gateway, ids)
  if (wanted === undefined) return all
  return all.filter(({ plan, issues }) =>
    wanted.some((status) => plan?.status === status || issues?.status === status),
  )
}

const HUNDREDTHS = 100
const rankOf = { green: 0, yellow: 1, red: 2 } as const

/** Of nothing no part is done, and none is red. */
function sortValue(
  { repository, last_updated, plan, plan_is_current, issues }: Project,
  order: Query['sort'],
): SortValue {
  const planned = plan?.tasks_total ? plan : null
  const values = {
    last_updated: Date.parse(last_updated),
    repository: repository.toLowerCase(),
    plan_status: planned && rankOf[planned.status],
    plan_percentage: planned && Math.round(planned.percentage_complete * HUNDREDTHS),
    plan_done: planned?.tasks_done ?? null,
    plan_blocked: planned?.tasks_blocked ?? null,
    plan_path: plan?.path?.toLowerCase() ?? null,
    plan_is_current: plan_is_current === null ? null : Number(plan_is_current),
    issues_done: issues?.tasks_total ? issues.tasks_done : null,
  } satisfies Record<Query['sort'], SortValue>
  return values[order]
}
