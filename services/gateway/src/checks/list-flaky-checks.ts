import { flakyCheckOrders, listFlakyChecks, type QueryOf } from '@octometer/gateway-api'
import { decidedChecks, flakyChecks } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { recentRange } from '../recent-range.ts'
import { resolveScope } from '../repository-scope.ts'
import { listGroups } from './list-groups.ts'

export const listFlakyChecksEndpoint = endpoint(
  listFlakyChecks,
  'checks',
  (gateway, request) =>
    listGroups(gateway, request, {
      orders: flakyCheckOrders,
      read: async ({ sorting, limit, ...asked }) => {
        const question = { ...asked, ...filtersOf(request.query) }
        const checks = await gateway.store.query(flakyChecks, { ...question, sorting, limit })
        const counts =
          checks.length === 0 ? [] : await gateway.store.query(decidedChecks, { ...question, checks })
        const decided = new Map(counts.map((row) => [keyOf(row), row.decided]))
        // Rows that came meanwhile only add to it; what flaked was decided.
        return checks.map((row) => ({ ...row, decided: decided.get(keyOf(row)) ?? row.flakes }))
      },
      entryOf: ({ repository_id, name, flakes, decided, last_flake_at, last_head_sha }, nameOf) => ({
        repository: nameOf(repository_id),
        repository_id,
        name,
        flakes,
        decided,
        rate: flakes / decided,
        last_flake_at,
        last_head_sha,
      }),
    }),
  {
    evidence: (gateway, { query, principal }) =>
      readLive(gateway, 'checks', async (generation) => {
        const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
        const window = recentRange(query, gateway.now())
        const question = { generation, ...window, repositories, ...filtersOf(query) }
        return { deliveries: [{ ...window, repositories, of: { kind: 'checks', question } }] }
      }),
  },
)

function filtersOf(query: QueryOf<typeof listFlakyChecks>) {
  return { names: query.name ?? null, branches: query.branch ?? null }
}

function keyOf({ repository_id, name }: { readonly repository_id: number; readonly name: string }): string {
  return `${repository_id} ${name}`
}
