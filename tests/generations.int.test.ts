import { streamOf } from '@octometer/event-contracts'
import { createTrimmer, logBounds, streamNames } from '@octometer/event-log'
import { listGenerations, setPayloadRetention } from '@octometer/read-store'
import { simulateWorkload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startAskedGateway } from './support/ask-gateway.ts'
import { askStore, counterTotals } from './support/ask-store.ts'
import { storedPulls } from './support/compare-pulls.ts'
import { sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem, testSettings } from './support/system.ts'

const workload = simulateWorkload({
  seed: 11,
  deliveries: 1200,
  start: new Date('2026-02-02T00:00:00Z'),
  days: 20,
})
const steps = workload.deliveries.map((delivery) => ({
  kind: 'deliver' as const,
  delivery,
  outOfOrder: false,
}))
const totals = Object.fromEntries(Object.entries(workload.expected.counters).filter(([, value]) => value > 0))
/** What counters reads of the archive: the others hold nothing for it. */
const counted = workload.deliveries.filter(({ event }) =>
  ['push', 'pull_request', 'issues', 'deployment', 'check_suite', 'check_run'].includes(event),
).length
const today = new Date().toISOString().slice(0, 10)

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin'), duplicateWindowMs: 500 })
  await using projectors = await system.startProjectors()
  await sendSteps(system, steps)
  await system.appendCommand({
    type: 'counter_set',
    command_id: '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11',
    issued_at: '2026-02-20T10:00:00.000Z',
    issued_by: 'test',
    counter: 'commits',
    repository_id: null,
    value: 5,
  })
  await projectors.caughtUp()
})

afterAll(() => system[Symbol.asyncDispose]())

const named = (name: string) => (projection: { readonly name: string }) => projection.name === name

test('the audit finds nothing, until a number is not what the archive says', async () => {
  await using projectors = await system.startProjectors()
  const counters = projectors.projections.find(named('counters'))
  expect(await counters?.audit(today)).toMatchObject({ deliveries: counted, missing: 0, drifted: 0 })
  const tampered = `counter_months__${counters?.generation()}`
  await system.store.command(
    'tamper',
    `INSERT INTO octometer.${tampered} SELECT counter, repository_id, month, value + 1 FROM octometer.${tampered} FINAL LIMIT 1`,
  )
  expect(await counters?.audit(today)).toMatchObject({ missing: 0, drifted: expect.any(Number) })
  const [published] = await askStore<{ drifted: number }>(
    system.access,
    "SELECT drifted FROM audits WHERE projection = 'counters' ORDER BY audited_at DESC LIMIT 1",
  )
  expect(published?.drifted).toBeGreaterThan(0)
})

test('a rebuild mends what was tampered with, and the next start goes on with what it built', async () => {
  let built: string | null | undefined
  {
    await using projectors = await system.startProjectors()
    const counters = projectors.projections.find(named('counters'))
    const report = await counters?.rebuild()
    expect(report?.archived).toBe(counted + 1)
    built = counters?.generation()
  }
  expect(await counterTotals(system.access)).toEqual(totals)
  await using again = await system.startProjectors()
  expect(again.projections.find(named('counters'))?.generation()).toBe(built)
})

async function countersAnswer(): Promise<Readonly<Record<string, unknown>>> {
  await using gateway = await startAskedGateway(system, new Date())
  const { body } = await gateway.ask('/api/v1/projections')
  const states = body.data as { readonly name: string }[]
  return { ...states.find(named('counters')) }
}

test('a rebuild tells how far it is, and afterwards, to any gateway, what it changed', async () => {
  const release = Promise.withResolvers<void>()
  let batches = Number.NEGATIVE_INFINITY
  await using projectors = await system.startProjectors({
    batchMessages: 200,
    reached: async (step) => {
      if (step === 'projected' && ++batches > 3) await release.promise
    },
  })
  await projectors.caughtUp()
  batches = 0
  const counters = projectors.projections.find(named('counters'))
  const retired = counters?.generation()
  const rebuilding = counters?.rebuild()
  const { firstSequence, lastSequence } = await logBounds(system.log, 'EVENTS')
  const logged = lastSequence - firstSequence + 1
  await expect.poll(countersAnswer, { timeout: 20_000, interval: 500 }).toMatchObject({
    generation: retired,
    building: [
      {
        progress: {
          state: 'running',
          phase: 'reading_log',
          messages_read: 600,
          messages_total: logged + counted + 1,
          received_until: null,
          messages_per_second: expect.any(Number),
          estimated_read_at: expect.stringMatching(/^20/),
        },
      },
    ],
  })
  release.resolve()
  const report = await rebuilding
  const before = report?.differences?.find(({ table }) => table === 'counter_facts')?.live
  expect(before).toBeGreaterThan(0)
  const { generation, building, last_rebuild } = await countersAnswer()
  expect({ generation, building, last_rebuild }).toEqual({
    generation: report?.generation,
    building: [],
    last_rebuild: {
      generation: report?.generation,
      began_at: expect.stringMatching(/^20/),
      ended_at: expect.stringMatching(/^20/),
      messages_read: logged + counted + 1,
      differences: report?.differences?.map(({ table, live, built }) => ({
        table,
        before: live,
        after: built,
      })),
    },
  })
})

test('another setting fills another generation; the other read models keep theirs', async () => {
  const before = new Map(
    (await listGenerations(system.store))
      .filter(({ status }) => status === 'live')
      .map((each) => [each.projection, each.generation]),
  )
  await using projectors = await system.startProjectors({
    settings: { ...testSettings, hotfixPattern: /never/ },
  })
  await projectors.caughtUp()
  const after = new Map(projectors.projections.map((each) => [each.name, each.generation()]))
  expect(after.get('counters')).not.toBe(before.get('counters'))
  expect(after.get('pull-requests')).toBe(before.get('pull-requests'))
  const { hotfixes, ...rest } = totals
  expect(hotfixes).toBeGreaterThan(0)
  expect(await counterTotals(system.access)).toEqual(rest)
})

const baselines = () =>
  askStore(
    system.access,
    'SELECT command_id, min(b.move) AS move FROM counter_baselines AS b GROUP BY command_id',
  )

test('after the retention a fact that is sent again counts nothing, and a rebuild changes no total', async () => {
  await using projectors = await system.startProjectors()
  await projectors.caughtUp()
  const moved = await baselines()
  expect(moved).toMatchObject([{ move: { kind: 'set', amount: 5 } }])
  const pulls = await storedPulls(system.access)
  await setPayloadRetention(system.store, 1000)
  await system.store.command(
    'expire',
    'ALTER TABLE octometer.deliveries MATERIALIZE TTL SETTINGS mutations_sync = 1',
  )
  // More than any retention of outcomes forgets: no number may come from them.
  await system.store.command('forget outcomes', 'TRUNCATE TABLE octometer.outcomes')
  const expired = await askStore<{ left: number }>(
    system.access,
    "SELECT countIf(payload != '') AS left FROM deliveries",
  )
  expect(expired).toEqual([{ left: 0 }])
  const consumers = projectors.projections
    .filter(({ name }) => streamOf(name) === 'EVENTS')
    .map((each) => (each.generation() === null ? each.name : `${each.name}__${each.generation()}`))
  const anHourLater = () => Date.now() + 3_600_000
  const report = await createTrimmer(system.log, anHourLater).trim({
    stream: streamNames.events,
    retentionMs: 1,
    consumers,
  })
  expect(report.missingConsumers).toEqual([])
  expect(report.firstSequenceAfter).toBeGreaterThan(report.firstSequenceBefore)
  await sendSteps(system, steps.slice(300, 700))
  await projectors.caughtUp()
  expect(await counterTotals(system.access)).toEqual(totals)
  for (const projection of projectors.projections)
    if (projection.generation() !== null) await projection.rebuild()
  expect(await counterTotals(system.access)).toEqual(totals)
  expect(await storedPulls(system.access)).toEqual(pulls)
  expect(await baselines()).toEqual(moved)
})
