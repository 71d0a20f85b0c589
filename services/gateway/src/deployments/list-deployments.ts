import {
  type AnswerOf,
  deploymentOrders,
  isDescending,
  listDeployments,
  type QueryOf,
} from '@octometer/gateway-api'
import {
  type DeploymentNow,
  deploymentCandidates,
  deploymentStatuses,
  sortedDeployments,
} from '@octometer/read-store'
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

type Deployment = AnswerOf<typeof listDeployments>['data'][number]

const place = z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)])

export const listDeploymentsEndpoint = endpoint(
  listDeployments,
  'deployments',
  async (gateway, { query, principal }) => {
    const range = readRange(query)
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const filters = {
      ...range,
      repositories: ids,
      environments: query.environment ?? null,
      states: query.state ?? null,
      production: query.production === undefined ? null : query.production === 'true',
    }
    // In the order of their creation they lie, so that a page costs what it holds.
    const isByCreation = query.sort === 'created_at' && isDescending(deploymentOrders, query)
    const { entries, page } = await (isByCreation ? newest : inOrder)(gateway, query, filters)
    return { data: await entriesOf(gateway, entries), page }
  },
)

type Query = QueryOf<typeof listDeployments>

interface Filters {
  readonly since: Date | null
  readonly until: Date | null
  readonly repositories: readonly number[] | null
  readonly environments: readonly string[] | null
  readonly states: readonly string[] | null
  readonly production: boolean | null
}

async function newest(
  { store }: GatewayContext,
  query: Query,
  filters: Filters,
): Promise<PageOf<DeploymentNow>> {
  const cursor = decodeCursor(query.cursor, place)
  const found = await collectFitting<DeploymentNow>(query.limit + 1, (last, limit) => {
    const after =
      last === null ? cursor && toPlace(cursor) : { ...last, created_at: new Date(last.created_at) }
    return store.query(deploymentCandidates, { ...filters, after, limit })
  })
  return cutPage(found, {
    limit: query.limit,
    more: false,
    placeOf: (row) => [Date.parse(row.created_at), row.repository_id, row.deployment_id],
  })
}

async function inOrder(
  { store }: GatewayContext,
  query: Query,
  filters: Filters,
): Promise<PageOf<DeploymentNow>> {
  const sorting = sortingOf(deploymentOrders, query, numberedKey)
  const rows = await store.query(sortedDeployments, { ...filters, sorting, limit: query.limit + 1 })
  const { entries, page } = cutPage(rows, {
    limit: query.limit,
    more: false,
    placeOf: (row) => placeIn(sorting, row.sort_value, [row.repository_id, row.deployment_id]),
  })
  return { entries: entries.map(({ sort_value: _, ...row }) => row), page }
}

function toPlace([createdAt, repository_id, deployment_id]: z.output<typeof place>) {
  return { created_at: new Date(createdAt), repository_id, deployment_id }
}

async function entriesOf(gateway: GatewayContext, rows: readonly DeploymentNow[]): Promise<Deployment[]> {
  const keys = rows.map(({ repository_id, deployment_id }) => ({ repository_id, deployment_id }))
  const [statuses, nameOf] = await Promise.all([
    keys.length === 0 ? [] : gateway.store.query(deploymentStatuses, { keys }),
    namesIn(gateway, rows),
  ])
  const byDeployment = Map.groupBy(statuses, (row) => `${row.repository_id} ${row.deployment_id}`)
  return rows.map(({ fits: _fits, deployment_id, ...row }) => ({
    ...row,
    repository: nameOf(row.repository_id),
    id: deployment_id,
    time_to_success_seconds: secondsBetween(row.created_at, row.succeeded_at),
    statuses: (byDeployment.get(`${row.repository_id} ${deployment_id}`) ?? []).map(
      ({ status_id, at, state, creator }) => ({ id: status_id, state, at, creator }),
    ),
  }))
}

function secondsBetween(from: string, to: string | null): number | null {
  return to === null ? null : Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
}
