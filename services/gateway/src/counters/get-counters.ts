import { type CounterName, counterNames, getCounters } from '@octometer/gateway-api'
import { counterEdges, counterTotals, type Store } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import type { TimeRange } from '../range.ts'
import { isKnown, type RepositoryScope, resolveScope } from '../repository-scope.ts'
import { readWindow } from './counter-window.ts'
import { baselineFields, countersSinceReset } from './since-reset.ts'
import { windowParts } from './window-parts.ts'

export const getCountersEndpoint = endpoint(
  getCounters,
  'counters',
  async (gateway, { query, principal }) => {
    const { store, timezone } = gateway
    const range = readWindow(query.window, gateway.now(), timezone)
    const scope = await resolveScope(store, principal, query.repository)
    const [known, { values, baselines }] = await Promise.all([
      isKnown(store, scope),
      query.since_reset === 'true'
        ? countersSinceReset(store, query.window, range, scope)
        : totalsOf(store, range, scope, timezone).then((totals) => ({ values: totals, baselines: null })),
    ])
    const isMoved = (name: CounterName) => baselines?.some(({ counter }) => counter === name) ?? false
    return {
      window: query.window,
      since: range.since?.toISOString() ?? null,
      until: range.until?.toISOString() ?? null,
      counters: counterRecord((name) => (known || isMoved(name) ? (values.get(name) ?? 0) : null)),
      ...(baselines === null ? {} : { baselines: baselineFields(baselines) }),
      unknown_repositories: [...scope.unknown],
    }
  },
)

async function totalsOf(
  store: Store,
  range: TimeRange,
  { ids }: RepositoryScope,
  timezone: string,
): Promise<ReadonlyMap<string, number>> {
  const parts = windowParts(range, timezone)
  const parameters = { ...range, parts, repositories: ids }
  const [totals, edges] = await Promise.all([
    store.query(counterTotals, parameters),
    parts.edges.length === 0 ? [] : store.query(counterEdges, parameters),
  ])
  const values = new Map<string, number>()
  for (const { counter, value } of [...totals, ...edges]) {
    values.set(counter, (values.get(counter) ?? 0) + value)
  }
  return values
}

function counterRecord<T>(countOf: (name: CounterName) => T): Record<CounterName, T> {
  // Object.fromEntries forgets which keys it was given.
  return Object.fromEntries(counterNames.map((name) => [name, countOf(name)])) as Record<CounterName, T>
}
