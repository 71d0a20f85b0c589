import { expect, test } from 'vitest'
import type { SimulatedApiCall } from './api-usage.ts'
import { simulateWorkload } from './simulate.ts'

const { apiCalls, expected, deliveries } = simulateWorkload({
  seed: 6,
  deliveries: 500,
  start: new Date('2024-03-04T00:00:00Z'),
  days: 2,
  apiCalls: 6_000,
})
const usage = expected.apiUsage
const cost = (calls: readonly SimulatedApiCall[]) => calls.reduce((sum, call) => sum + call.cost, 0)

test('calls have ids and times of their own, and hashes in the place of tokens', () => {
  expect(new Set(apiCalls.map(({ call_id }) => call_id)).size).toBe(6_000)
  expect(new Set(apiCalls.map(({ at }) => at)).size).toBe(6_000)
  for (const { token_hash } of apiCalls) expect(token_hash).toMatch(/^[0-9a-f]{64}$/)
})

test('budgets fall by what calls cost, and fill again when they are reset', () => {
  for (const calls of Map.groupBy(
    apiCalls,
    ({ token_hash, resource }) => `${token_hash} ${resource}`,
  ).values()) {
    let before: SimulatedApiCall | undefined
    for (const call of calls) {
      const left = before?.reset_at === call.reset_at ? before.remaining : call.limit
      expect(call.remaining).toBe(left - call.cost)
      expect(call.remaining).toBeGreaterThanOrEqual(0)
      expect(Date.parse(call.reset_at)).toBeGreaterThan(Date.parse(call.at) - 1000)
      before = call
    }
  }
})

test('totals are those of the calls', () => {
  expect(usage.calls).toBe(6_000)
  expect(usage.cost).toBe(cost(apiCalls))
  for (const total of usage.totals) {
    const calls = apiCalls.filter(
      (call) =>
        call.token_hash === total.token_hash &&
        call.resource === total.resource &&
        call.route === total.route &&
        call.status === total.status &&
        call.cached === total.cached,
    )
    expect([calls.length, cost(calls)]).toEqual([total.calls, total.cost])
  }
  expect(usage.totals.reduce((sum, { calls }) => sum + calls, 0)).toBe(6_000)
  expect(usage.hours.reduce((sum, hour) => sum + hour.cost, 0)).toBe(usage.cost)
})

test('hours are those in which the calls were made', () => {
  const [first] = usage.hours
  const calls = apiCalls.filter(
    ({ at, token_hash, resource }) =>
      at.startsWith('2024-03-04T00') && token_hash === first?.token_hash && resource === first.resource,
  )
  expect(first).toMatchObject({ hour: '2024-03-04T00:00:00Z', calls: calls.length, cost: cost(calls) })
})

test('what remains is what the last call left', () => {
  for (const { token_hash, resource, remaining, at } of usage.remaining) {
    const last = apiCalls.findLast((call) => call.token_hash === token_hash && call.resource === resource)
    expect([at, remaining]).toEqual([last?.at, last?.remaining])
  }
})

test('some calls were made for a delivery', () => {
  const guids = new Set(deliveries.map(({ guid }) => guid))
  const linked = apiCalls.flatMap(({ delivery_id }) => (delivery_id === undefined ? [] : [delivery_id]))
  expect(linked.length).toBeGreaterThan(1_000)
  expect(linked.filter((guid) => !guids.has(guid))).toEqual([])
})
