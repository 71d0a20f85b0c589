import type { AnswerOf, listProjects } from '@octometer/gateway-api'
import {
  type ProjectPlanNow,
  projectIssueCounts,
  projectPlans,
  projectUpdateTimes,
} from '@octometer/read-store'
import { type Principal, problem } from '@octometer/service-kit'
import type { GatewayContext } from '../context.ts'
import { namesOf } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'
import { freshnessOf, progressOf } from './progress.ts'

export type Project = AnswerOf<typeof listProjects>['data'][number]

/** The projects of some repositories, in no order; null: of all. */
export async function findProjects(
  gateway: GatewayContext,
  repositories: readonly number[] | null,
): Promise<Project[]> {
  const { store } = gateway
  const [plans, updates, issues] = await Promise.all([
    store.query(projectPlans, { repositories }),
    store.query(projectUpdateTimes, { repositories }),
    store.query(projectIssueCounts, { repositories }),
  ])
  const [planOf, updateOf, issuesOf] = [byRepository(plans), byRepository(updates), byRepository(issues)]
  const ids = [...new Set([...planOf.keys(), ...updateOf.keys(), ...issuesOf.keys()])]
  const nameOf = await namesOf(gateway, ids)
  const now = gateway.now()
  return ids.flatMap((id): Project[] => {
    const [plan, update, planned] = [planOf.get(id), updateOf.get(id), issuesOf.get(id)]
    const changedAt = update?.changed_at ?? null
    const times = [plan?.taken_at, update?.updated_at, planned?.changed_at]
    const lastUpdated = times
      .filter((time) => time !== undefined)
      .toSorted()
      .at(-1)
    if (lastUpdated === undefined) return []
    return [
      {
        id,
        repository: nameOf(id),
        plan: plan === undefined ? null : planProgressOf(plan),
        issues: planned === undefined ? null : progressOf(planned),
        last_updated: lastUpdated,
        plan_changed_at: changedAt,
        plan_is_current: isCurrent(plan?.taken_at ?? null, changedAt),
        freshness_status: freshnessOf(lastUpdated, now),
      },
    ]
  })
}

export function planProgressOf({ path, sha, taken_at, ...counts }: ProjectPlanNow) {
  return { path, sha, read_at: taken_at, ...progressOf(counts) }
}

function isCurrent(readAt: string | null, changedAt: string | null): boolean | null {
  if (changedAt === null) return readAt === null ? null : true
  return readAt !== null && readAt >= changedAt
}

function byRepository<T extends { readonly repository_id: number }>(
  rows: readonly T[],
): ReadonlyMap<number, T> {
  return new Map(rows.map((row) => [row.repository_id, row]))
}

/** Throws a 404 for a project that nobody, or not this asker, can see. */
export async function findProject(
  gateway: GatewayContext,
  principal: Principal,
  id: number,
): Promise<Project> {
  const { ids } = await resolveScope(gateway, principal, undefined)
  const isVisible = ids === null || ids.includes(id)
  const [project] = isVisible ? await findProjects(gateway, [id]) : []
  if (project === undefined) throw problem(404, 'project_not_found', 'No project of this id is known.')
  return project
}
