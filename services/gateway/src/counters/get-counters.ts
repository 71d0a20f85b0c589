import { type CounterName, counterNames, getCounters } from '@octometer/gateway-api'
import { counterTotals } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { isKnown, resolveScope } from '../repository-scope.ts'
import { readWindow } from './counter-window.ts'
import { windowParts } from './window-parts.ts'

export const getCountersEndpoint = endpoint(
  getCounters,
  'counters',
  async (gateway, { query, principal }) => {
    const { store, timezone } = gateway
    const range = readWindow(query.window, gateway.now(), timezone)
    const scope = await resolveScope(store, principal, query.repository)
    const [known, rows] = await Promise.all([
      isKnown(store, scope),
      store.query(counterTotals, {
        ...range,
        parts: windowParts(range, timezone),
        repositories: scope.ids,
      }),
    ])
    const values = new Map(rows.map(({ counter, value }) => [counter, value]))
    return {
      window: query.window,
      since: range.since?.toISOString() ?? null,
      until: range.until?.toISOString() ?? null,
      counters: counterRecord((name) => (known ? (values.get(name) ?? 0) : null)),
      unknown_repositories: [...scope.unknown],
    }
  },
)

function counterRecord<T>(countOf: (name: CounterName) => T): Record<CounterName, T> {
  // Object.fromEntries forgets which keys it was given.
  return Object.fromEntries(counterNames.map((name) => [name, countOf(name)])) as Record<CounterName, T>
}
