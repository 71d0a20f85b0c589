import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { apiCallSchema } from '@octometer/event-contracts'
import { type DisturbedStep, disturb, simulateWorkload, type Workload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askStore, counterTotals } from './support/ask-store.ts'
import { expectedPulls, storedPulls } from './support/compare-pulls.ts'
import { expectedStatus, sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const DELIVERIES = 20_000
const DUPLICATE_WINDOW_MS = 2_000

let workload: Workload
let steps: readonly DisturbedStep[]
let statuses: readonly number[]
let system: TestSystem

// Two copies of every projector run all the time; both are stopped and started again on the way, and every read model
// is rebuilt while deliveries come in. Late redeliveries come after the log has forgotten their GUIDs.
beforeAll(async () => {
  workload = simulateWorkload({
    seed: 1,
    deliveries: DELIVERIES,
    start: new Date('2026-03-02T00:00:00Z'),
    days: 42,
  })
  steps = disturb(workload, { seed: 2 })
  system = await startTestSystem({
    natsServerBin: inject('natsServerBin'),
    duplicateWindowMs: DUPLICATE_WINDOW_MS,
  })
  const calls = workload.apiCalls.map((call) => apiCallSchema.parse(call))
  const third = Math.ceil(steps.length / 3)
  const answered: number[] = []
  const send = async (from: number, until: number) => {
    answered.push(...(await sendSteps(system, steps.slice(from, until))))
    await sleep(DUPLICATE_WINDOW_MS + 200)
  }
  {
    await using first = await system.startProjectors()
    await using second = await system.startProjectors()
    await Promise.all([send(0, third), system.appendApiCalls(calls)])
    await Promise.all([first.caughtUp(), second.caughtUp()])
  }
  await using restarted = await system.startProjectors()
  await using copy = await system.startProjectors()
  await send(third, 2 * third)
  for (const projection of restarted.projections) {
    if (projection.generation() !== null) await projection.rebuild()
  }
  await Promise.all([send(2 * third, steps.length), system.appendApiCalls(calls.slice(0, 500))])
  await Promise.all([restarted.caughtUp(), copy.caughtUp()])
  statuses = answered
}, 280_000)

afterAll(() => system[Symbol.asyncDispose]())

test('every delivery is accepted and every malformed request refused as it deserves', () => {
  expect(statuses).toHaveLength(steps.length)
  const wrong = steps.flatMap((step, index) =>
    statuses[index] === expectedStatus(step)
      ? []
      : [{ step: step.kind, name: 'name' in step ? step.name : '', got: statuses[index] }],
  )
  expect(wrong).toEqual([])
})

test('the archive holds every GUID', async () => {
  const guids = new Set(steps.flatMap((step) => ('delivery' in step ? [step.delivery.guid] : [])))
  const [row] = await askStore<{ guids: number }>(
    system.access,
    'SELECT uniqExact(guid) AS guids FROM deliveries',
  )
  expect(row?.guids).toBe(guids.size)
})

test("every counter equals the simulator's own", async () => {
  const counted = Object.entries(workload.expected.counters).filter(([, value]) => value > 0)
  expect(await counterTotals(system.access)).toEqual(Object.fromEntries(counted))
})

test('every counter equals it by repository and day', async () => {
  const rows = await askStore<{ key: string; value: number }>(
    system.access,
    `SELECT concat(counter, ' ', toString(repository_id), ' ', toString(day)) AS key, max(value) AS value
     FROM counter_days GROUP BY counter, repository_id, day ORDER BY key`,
  )
  const expected = new Map<string, number>()
  for (const { counter, repositoryId, at } of workload.expected.facts) {
    if (counter === 'conflicts') continue
    const key = `${counter} ${repositoryId} ${new Date(at).toISOString().slice(0, 10)}`
    expected.set(key, (expected.get(key) ?? 0) + 1)
  }
  expect(Object.fromEntries(rows.map(({ key, value }) => [key, value]))).toEqual(Object.fromEntries(expected))
})

test("every pull request, its reviews and its timeline equal the simulator's own", async () => {
  const stored = new Map(
    (await storedPulls(system.access)).map((pull) => [`${pull.repository_id}#${pull.number}`, pull]),
  )
  const expected = expectedPulls(workload.expected.pullRequests)
  expect(expected.length).toBeGreaterThan(100)
  const wrong = expected.flatMap((pull) => {
    const got = stored.get(`${pull.repository_id}#${pull.number}`)
    return isDeepStrictEqual(got, pull) ? [] : [{ got, expected: pull }]
  })
  expect(wrong.slice(0, 3)).toEqual([])
  expect(stored.size).toBe(expected.length)
})

test("API usage equals the simulator's own", async () => {
  const rows = await askStore<Record<string, unknown>>(
    system.access,
    `SELECT token_hash, resource, route, status, cached, sum(hour_calls) AS calls, sum(hour_cost) AS cost FROM (
       SELECT hour, token_hash, resource, method, route, status, cached, max(calls) AS hour_calls, max(cost) AS hour_cost
       FROM api_call_hours GROUP BY ALL)
     GROUP BY ALL ORDER BY token_hash, resource, route, status, cached`,
  )
  expect(rows).toEqual(workload.expected.apiUsage.totals)
})

test('nothing became a dead letter', async () => {
  expect(await askStore(system.access, 'SELECT * FROM dead_letters LIMIT 5')).toEqual([])
})
