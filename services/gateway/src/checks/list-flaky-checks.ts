import { listFlakyChecks, type QueryOf } from '@octometer/gateway-api'
import { flakyChecks } from '@octometer/read-store'
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
      read: (asked) => gateway.store.query(flakyChecks, { ...asked, ...filtersOf(request.query) }),
      placeOf: ({ flakes, repository_id, name }) => [flakes, `${repository_id} ${name}`],
      entryOf: ({ repository_id, name, flakes, decided, ...last }, nameOf) => ({
        repository: nameOf(repository_id),
        repository_id,
        name,
        flakes,
        decided,
        rate: flakes / decided,
        ...last,
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
