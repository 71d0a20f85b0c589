import {
  genuineCounters,
  genuineDeliveries,
  genuineDeliveryCount,
  genuinePullRequest,
} from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askStore, counterTotals } from './support/ask-store.ts'
import { expectedPulls, storedPulls } from './support/compare-pulls.ts'
import { sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  await using projectors = await system.startProjectors()
  const steps = genuineDeliveries().map((delivery) => ({
    kind: 'deliver' as const,
    delivery,
    outOfOrder: false,
  }))
  const statuses = await sendSteps(system, steps)
  expect(statuses.filter((status) => status !== 202)).toEqual([])
  await projectors.caughtUp()
})

afterAll(() => system[Symbol.asyncDispose]())

test('every genuine payload is archived, once, with its bytes', async () => {
  const [row] = await askStore<{ deliveries: number; payloads: number }>(
    system.access,
    'SELECT uniqExact(guid) AS deliveries, countIf(isValidJSON(payload)) AS payloads FROM (SELECT DISTINCT guid, payload FROM deliveries)',
  )
  expect(row).toEqual({ deliveries: genuineDeliveryCount, payloads: genuineDeliveryCount })
})

test('the twelve totals are those that were worked out by hand', async () => {
  const counted = Object.entries(genuineCounters).filter(([, value]) => value > 0)
  expect(await counterTotals(system.access)).toEqual({
    ...Object.fromEntries(counted),
    conflicts: genuineCounters.conflicts,
  })
})

test('the pull request is as it was worked out by hand, timeline and review included', async () => {
  const stored = await storedPulls(system.access)
  const [expected] = expectedPulls([genuinePullRequest])
  expect(stored.find(({ repository_id, number }) => repository_id === 186853002 && number === 2)).toEqual(
    expected,
  )
})

test('nothing was rejected, and every message that is handled has an outcome', async () => {
  expect(await askStore(system.access, 'SELECT * FROM dead_letters')).toEqual([])
  const [row] = await askStore<{ archived: number }>(
    system.access,
    "SELECT uniqExact(message_id) AS archived FROM outcomes WHERE projection = 'deliveries' AND result.outcome = 'projected'",
  )
  expect(row?.archived).toBe(genuineDeliveryCount)
})
