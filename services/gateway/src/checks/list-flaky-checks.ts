import { listFlakyChecks } from '@octometer/gateway-api'
import { flakyChecks } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { listGroups } from './list-groups.ts'

export const listFlakyChecksEndpoint = endpoint(listFlakyChecks, 'checks', (gateway, request) =>
  listGroups(gateway, request, {
    read: (asked) =>
      gateway.store.query(flakyChecks, {
        ...asked,
        names: request.query.name ?? null,
        branches: request.query.branch ?? null,
      }),
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
)
