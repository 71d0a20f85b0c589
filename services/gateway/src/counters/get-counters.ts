import { type CounterName, counterNames, getCounters } from '@octometer/gateway-api'
import { counterTotals } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import type { TimeRange } from '../range.ts'
import { isKnown, type RepositoryScope, resolveScope } from '../repository-scope.ts'
import { readWindow } from './counter-window.ts'
import { factsBehind, factsSinceReset } from './facts-behind.ts'
import { baselineFields, countersSinceReset } from './since-reset.ts'
import { windowParts } from './window-parts.ts'

export const getCountersEndpoint = endpoint(
  getCounters,
  'counters',
  async (gateway, { query, principal }) => {
    const range = readWindow(query.window, gateway.now(), gateway.timezone)
    const scope = await resolveScope(gateway, principal, query.repository)
    const [known, history_since, { values, baselines }] = await Promise.all([
      isKnown(gateway, scope),
      gateway.historySince(scope.ids),
      query.since_reset === 'true'
        ? countersSinceReset(gateway, query.window, range, scope)
        : totalsOf(gateway, range, scope).then((totals) => ({ values: totals, baselines: null })),
    ])
    const isMoved = (name: CounterName) => baselines?.some(({ counter }) => counter === name) ?? false
    return {
      window: query.window,
      since: range.since?.toISOString() ?? null,
      until: range.until?.toISOString() ?? null,
      counters: counterRecord((name) => (known || isMoved(name) ? (values.get(name) ?? 0) : null)),
      history_since,
      ...(baselines === null ? {} : { baselines: baselineFields(baselines) }),
      unknown_repositories: [...scope.unknown],
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const range = readWindow(query.window, gateway.now(), gateway.timezone)
      const { ids } = await resolveScope(gateway, principal, query.repository)
      if (query.since_reset === 'true') return factsSinceReset(gateway, query.window, range, ids)
      return { deliveries: [await factsBehind(gateway, { ...range, repositories: ids }, null)] }
    },
  },
)

/** Each counter's value in a range; those without facts are missing. */
export async function totalsOf(
  gateway: GatewayContext,
  range: TimeRange,
  { ids }: RepositoryScope,
): Promise<ReadonlyMap<string, number>> {
  const parts = windowParts(range, gateway.timezone)
  const rows = await readLive(gateway, 'counters', (generation) =>
    gateway.store.query(counterTotals, { generation, ...range, parts, repositories: ids }),
  )
  return new Map(rows.map(({ counter, value }) => [counter, value]))
}

export function counterRecord<T>(countOf: (name: CounterName) => T): Record<CounterName, T> {
  // Object.fromEntries forgets which keys it was given.
  return Object.fromEntries(counterNames.map((name) => [name, countOf(name)])) as Record<CounterName, T>
}
