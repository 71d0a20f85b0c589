import { apiCallSchema } from '@octometer/event-contracts'
import type { Step } from '@octometer/projector-runtime'
import { type ProjectorsService, projections, startProjectors } from '@octometer/projectors'
import { connectStore, type Store } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { simulateWorkload } from '@octometer/testkit'
import { expect, inject, test } from 'vitest'
import { compareWorkload } from './support/compare-workload.ts'
import { startLossyStore } from './support/lossy-store.ts'
import { sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem, testSettings } from './support/system.ts'

const workload = simulateWorkload({
  seed: 3,
  deliveries: 150,
  start: new Date('2026-03-02T00:00:00Z'),
  days: 30,
  apiCalls: 75,
})
const guids = new Set(workload.deliveries.map(({ guid }) => guid))
const logger = createLogger({ service: 'test', level: 'silent' })
const testSystem = () => startTestSystem({ natsServerBin: inject('natsServerBin') })

class CrashError extends Error {
  override readonly name = 'CrashError'
}

/** Projections, each with its own failpoint, on small batches so that what follows the crash has work too. */
async function startEach(
  { log, store }: TestSystem,
  reachedBy: (projection: string) => (step: Step) => Promise<void>,
  through: Store = store,
): Promise<ProjectorsService> {
  const services: ProjectorsService[] = []
  const common = { log, store: through, logger, settings: testSettings, now: () => new Date() }
  for (const { name } of projections) {
    const reached = reachedBy(name)
    services.push(await startProjectors([name], { ...common, batchMessages: 25, paceMs: 20, reached }))
  }
  return {
    projections: services.flatMap((service) => service.projections),
    caughtUp: async () => {
      await Promise.all(services.map((service) => service.caughtUp()))
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(services.map((service) => service[Symbol.asyncDispose]()))
    },
  }
}

async function sendAll(system: TestSystem): Promise<void> {
  const calls = workload.apiCalls.map((call) => apiCallSchema.parse(call))
  const steps = workload.deliveries.map(
    (delivery) => ({ kind: 'deliver', delivery, outOfOrder: false }) as const,
  )
  const [statuses] = await Promise.all([sendSteps(system, steps), system.appendApiCalls(calls)])
  expect(statuses.filter((status) => status !== 202)).toEqual([])
}

/** What is not as the simulator says. */
async function wrongTotals({ access }: TestSystem): Promise<readonly string[]> {
  const comparisons = await compareWorkload(access, workload, guids)
  return comparisons.flatMap(({ what, wrong }) => wrong.map((each) => `${what}: ${each}`))
}

/** How many batches of each projection were abandoned, and what is wrong when all have caught up. */
interface CrashResult {
  readonly crashes: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

/** Projections that find little in so few deliveries crash as often as they come to a step. */
const exact: CrashResult = {
  crashes: { deliveries: 2, counters: 2, 'pull-requests': 2, 'api-usage': 2 },
  wrong: [],
}

/** Every projection abandons a batch at this step, with what it has written, the first and the third time it comes there. */
async function crashAt(step: Step): Promise<CrashResult> {
  await using system = await testSystem()
  const crashes: Record<string, number> = {}
  const reachedBy = (projection: string) => {
    let times = 0
    return async (now: Step) => {
      if (now !== step) return
      times += 1
      if (times !== 1 && times !== 3) return
      crashes[projection] = (crashes[projection] ?? 0) + 1
      throw new CrashError(`${projection} crashes at ${step}`)
    }
  }
  await using service = await startEach(system, reachedBy)
  await sendAll(system)
  await service.caughtUp()
  return { crashes, wrong: await wrongTotals(system) }
}

test('a crash between reading a batch and projecting it changes no number', async () => {
  expect(await crashAt('read')).toMatchObject(exact)
})

test('a crash between projecting and inserting changes no number', async () => {
  expect(await crashAt('projected')).toMatchObject(exact)
})

test('a crash between inserting and writing the outcomes changes no number', async () => {
  expect(await crashAt('inserted')).toMatchObject(exact)
})

test('a crash between writing the outcomes and recounting changes no number', async () => {
  expect(await crashAt('journaled')).toMatchObject(exact)
})

test('a crash between recounting and acknowledging changes no number', async () => {
  expect(await crashAt('recounted')).toMatchObject(exact)
})

test('a crash between acknowledging and reading on changes no number', async () => {
  expect(await crashAt('acknowledged')).toMatchObject(exact)
})

test('a write whose answer was lost is sent again, and counts once', async () => {
  await using system = await testSystem()
  await using lossy = await startLossyStore(system.access.url)
  await using store = connectStore({ ...system.access, url: lossy.url, cluster: null, ca: null })
  await using service = await startEach(system, () => async () => undefined, store)
  lossy.loseAnswers()
  await sendAll(system)
  await service.caughtUp()
  const lost = [...lossy.lost.values()]
  expect(lost.filter(({ kind }) => kind === 'insert').length).toBeGreaterThan(10)
  expect(lost.filter(({ kind }) => kind === 'recount').length).toBeGreaterThan(1)
  expect(lost.filter(({ times }) => times < 2)).toEqual([])
  expect(await wrongTotals(system)).toEqual([])
})
