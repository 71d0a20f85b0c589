import type { CounterName } from '@octometer/gateway-api'
import type { GatewayContext } from '../context.ts'
import { readWindow } from '../counters/counter-window.ts'
import { counterRecord } from '../counters/get-counters.ts'
import { countersSinceReset } from '../counters/since-reset.ts'
import type { RepositoryScope } from '../repository-scope.ts'

/** The week's counters as operators moved them; closed pull requests with the merged ones, 0 where nothing is known. */
export async function monitorCounters(
  gateway: GatewayContext,
  scope: RepositoryScope,
): Promise<Record<CounterName, number>> {
  const week = readWindow('week', gateway.now(), gateway.timezone)
  const { values } = await countersSinceReset(gateway, 'week', week, scope)
  const count = (name: CounterName) => values.get(name) ?? 0
  return counterRecord((name) =>
    name === 'pulls_closed' ? count('pulls_closed') + count('pulls_merged') : count(name),
  )
}
