import { listFlakyChecks } from '@octometer/gateway-api'
import { flakyChecks } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../pull-requests/pull-request-fields.ts'
import { recentRange } from '../recent-range.ts'
import { resolveScope } from '../repository-scope.ts'
import { groupPlaceOf } from './group-place.ts'

export const listFlakyChecksEndpoint = endpoint(
  listFlakyChecks,
  'checks',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = groupPlaceOf(query.cursor)
    const window = recentRange(query, gateway.now())
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const rows = await readLive(gateway, 'checks', (generation) =>
      store.query(flakyChecks, {
        generation,
        ...window,
        repositories: ids,
        names: query.name ?? null,
        branches: query.branch ?? null,
        after,
        limit: query.limit + 1,
      }),
    )
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ flakes, repository_id, name }) => [flakes, `${repository_id} ${name}`],
    })
    const nameOf = await namesOf(
      gateway,
      entries.map(({ repository_id }) => repository_id),
    )
    const data = entries.map(({ repository_id, name, flakes, decided, ...last }) => ({
      repository: nameOf(repository_id),
      repository_id,
      name,
      flakes,
      decided,
      rate: flakes / decided,
      ...last,
    }))
    return { data, page }
  },
)
