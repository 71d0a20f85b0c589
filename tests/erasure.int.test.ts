import { randomUUID } from 'node:crypto'
import { startAlerter } from '@octometer/alerter'
import { loadConfig } from '@octometer/config'
import { bucketNames, consumerProgress, openBucket } from '@octometer/event-log'
import { type DeployedProjectors, deployProjectors } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { deliveriesOfThePerson, person, traces, tracesIn, tracesOf } from './erasure/canary-person.ts'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { askStore, counterTotals } from './support/ask-store.ts'
import { createSender } from './support/send.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const NOW = new Date('2026-04-01T12:00:00Z')

let stack: AsyncDisposableStack
let system: TestSystem
let gateway: AskedGateway
let projectors: DeployedProjectors
let before: Numbers

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  // What is sent again is no duplicate of what was sent a moment ago.
  const options = { natsServerBin: inject('natsServerBin'), duplicateWindowMs: 100 }
  system = stack.use(await startTestSystem(options))
  projectors = await deploy()
  stack.defer(() => projectors[Symbol.asyncDispose]())
  const { config: told } = loadConfig({}, ['server', 'alerts'])
  stack.use(startAlerter({ config: told, log: system.log, store: system.store, logger }))
  gateway = stack.use(await startAskedGateway(system, NOW))
  await sendAll()
  await alertsBooked()
  await projectors.service.caughtUp()
  before = await numbers()
}, 240_000)

const logger = createLogger({ service: 'test', level: 'error' })

function deploy(): Promise<DeployedProjectors> {
  const { config } = loadConfig({}, ['server', 'projectors'])
  return deployProjectors(config, { log: system.log, store: system.store, logger })
}

async function sendAll(): Promise<void> {
  using sender = createSender(system.url, system.secret, 16)
  const answers = await sender.sendAll(deliveriesOfThePerson())
  expect(answers.filter(({ status }) => status !== 202)).toEqual([])
}

async function erase(): Promise<string> {
  const id = randomUUID()
  const path = `/api/v1/people/${person.login.toUpperCase()}/erase`
  const asked = await gateway.ask(path, { as: 'admin', body: { command_id: id } })
  expect(asked.status).toBe(202)
  return id
}

/** The alerter has written into its bucket what it read of the person. */
async function alertsBooked(): Promise<void> {
  const bucket = await openBucket(system.log, bucketNames.alertState)
  await vi.waitFor(
    async () => {
      const text = (await bucket.entries()).map(({ value }) => value).join('\n')
      expect(tracesOf('bucket', text)).not.toEqual([])
      expect((await consumerProgress(system.log, 'EVENTS', 'alerter'))?.pending).toBe(0)
    },
    { timeout: 60_000, interval: 200 },
  )
}

afterAll(() => stack.disposeAsync())

type Numbers = Awaited<ReturnType<typeof numbers>>

/** What is counted, and how many people there are: none of it may change. */
async function numbers() {
  const { access } = system
  const [people] = await askStore<{ people: number; contributions: number; by_person: number[] }>(
    access,
    `SELECT uniqExact(login_key) AS people, sum(n) AS contributions, arraySort(groupArray(n)) AS by_person FROM (
       SELECT login_key, uniqExact(repository_id, kind, at, key) AS n FROM contributions GROUP BY login_key)`,
  )
  const [archive] = await askStore(
    access,
    `SELECT uniqExact(guid) AS deliveries, uniqExact(repository_id) AS repositories, uniqExact(sender) AS senders FROM deliveries`,
  )
  const others = await askStore(
    access,
    `SELECT login_key, uniqExact(repository_id, kind, at, key) AS n FROM contributions
     WHERE login_key != '${person.login.toLowerCase()}' AND NOT startsWith(login_key, 'erased-') GROUP BY login_key ORDER BY login_key`,
  )
  const [letters] = await askStore(access, 'SELECT uniqExact(dead_letter_id) AS letters FROM dead_letters')
  return { counters: await counterTotals(access), people, archive, others, letters }
}

test('who is erased is found nowhere, and no number changes', async () => {
  const places = new Set((await tracesIn(system, gateway)).map(({ trace }) => trace))
  expect([...places].sort()).toEqual([...traces].sort())
  await reached(await erase(), ['done'])
  const left = await tracesIn(system, gateway)
  expect(left.slice(0, 30)).toEqual([])
  expect(await numbers()).toEqual(before)
  expect(await rewritingsTold()).toEqual({ rewritten: expect.any(String), untouched: null })
}, 280_000)

/** What two deliveries say of their signatures: one that the person sent, and one that they have no part in. */
async function rewritingsTold() {
  const askedOf = async (condition: string) => {
    const [row] = await askStore<{ guid: string }>(
      system.access,
      `SELECT guid FROM deliveries WHERE ${condition} ORDER BY guid LIMIT 1`,
    )
    return (await gateway.ask(`/api/v1/deliveries/${row?.guid}`)).body.rewritten_at
  }
  return {
    rewritten: await askedOf("startsWith(sender, 'erased-')"),
    untouched: await askedOf("payload NOT LIKE '%erased-%'"),
  }
}

test('nor does a rebuild bring them back', async () => {
  for (const projection of projectors.service.projections)
    if (projection.generation() !== null) await projection.rebuild()
  expect(await tracesIn(system, gateway)).toEqual([])
  expect(await numbers()).toEqual(before)
}, 200_000)

test('whoever comes again is erased again, by projectors that were stopped on the way', async () => {
  await sendAll()
  await projectors.service.caughtUp()
  const back = `SELECT count() AS n FROM deliveries WHERE sender = '${person.login}'`
  expect(await askStore(system.access, back)).not.toEqual([{ n: 0 }])
  const id = await erase()
  await reached(id, ['rewriting', 'purging', 'rebuilding'])
  await projectors[Symbol.asyncDispose]()
  projectors = await deploy()
  await reached(id, ['done'])
  expect(await tracesIn(system, gateway)).toEqual([])
}, 280_000)

async function reached(id: string, phases: readonly string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const { body } = await gateway.ask('/api/v1/erasures', { as: 'admin' })
      const found = (body.data as { id: string; phase: string }[]).find((each) => each.id === id)
      expect(phases).toContain(found?.phase)
    },
    { timeout: 200_000, interval: 100 },
  )
}
