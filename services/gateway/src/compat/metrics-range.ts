import type { Principal } from '@octometer/service-kit'
import type { GatewayContext } from '../context.ts'
import { resolveScope } from '../repository-scope.ts'
import { readTimes } from './metrics-parameters.ts'

type Given = Parameters<typeof readTimes>[0] & {
  readonly repositories?: readonly string[] | undefined
}

/** The times and the repositories that are asked for, of those that the asker may see. Throws a 400. */
export async function rangeAsked(
  gateway: GatewayContext,
  { query, principal }: { readonly query: Given; readonly principal: Principal },
) {
  const times = readTimes(query)
  const { ids } = await resolveScope(gateway, principal, query.repositories)
  return { ...times, repositories: ids }
}
