import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedClickHouse } from '@octometer/embedded-clickhouse'
import { connectLog, type EventLog, ensureStreams, startNatsServer } from '@octometer/event-log'
import { startProjectors } from '@octometer/projectors'
import {
  connectStore,
  listGenerations,
  migrate,
  migrationPlan,
  readMigrations,
  type Store,
} from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { type SimulatedDelivery, simulateWorkload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { StoreAccess } from './support/ask-store.ts'
import { compareWorkload } from './support/compare-workload.ts'
import { freePorts } from './support/free-ports.ts'
import { asRequest } from './support/run-workload.ts'
import { createSender } from './support/send.ts'
import { startProcess } from './support/start-process.ts'
import { testSettings } from './support/system.ts'

const PER_SECOND = 50
const LONGEST_GAP_MS = 5_000
const workload = simulateWorkload({
  seed: 9,
  deliveries: 400,
  start: new Date('2026-03-01T00:00:00Z'),
  days: 20,
  apiCalls: 0,
})
const previous = readMigrations().slice(0, -1)
const logger = createLogger({ service: 'test', level: 'silent' })

interface Place {
  readonly ingress: string
  readonly gateway: string
  readonly secret: string
  readonly key: string
  readonly env: Readonly<Record<string, string>>
}

const mainOf = (service: string) => `services/${service}/src/main.ts`

interface System extends Place, AsyncDisposable {
  readonly access: StoreAccess
  readonly log: EventLog
  readonly store: Store
}

/** Stores of a system as it was: the migrations but the newest. */
async function startStores(): Promise<System> {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'octometer-upgrade-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const binary = inject('natsServerBin')
  const nats = stack.use(await startNatsServer({ storeDir: join(dir, 'nats'), binary, monitoring: true }))
  const writer = { user: 'octometer', password: randomBytes(16).toString('hex') }
  const clickhouse = stack.use(
    await startEmbeddedClickHouse({
      dataDir: join(dir, 'clickhouse'),
      database: 'octometer',
      writer,
      logger,
    }),
  )
  const access: StoreAccess = { url: clickhouse.url, ...writer, database: 'octometer' }
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  const store = stack.use(connectStore({ ...access, cluster: null, ca: null }))
  await ensureStreams(log)
  await migrate(store, previous)
  const [ingressPort, gatewayPort] = await freePorts(2)
  const owned = stack.move()
  return {
    ...{ access, log, store },
    ingress: `http://127.0.0.1:${ingressPort}`,
    gateway: `http://127.0.0.1:${gatewayPort}`,
    ...{ secret: randomBytes(16).toString('hex'), key: randomBytes(16).toString('hex') },
    env: settingsOf(dir, nats.url, nats.monitoringUrl, access),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function settingsOf(dir: string, natsUrl: string, monitoringUrl: string | null, access: StoreAccess) {
  return {
    OCTO_NATS_URL: natsUrl,
    OCTO_NATS_MONITORING_URL: monitoringUrl ?? '',
    OCTO_CLICKHOUSE_URL: access.url,
    OCTO_CLICKHOUSE_USER: access.user,
    OCTO_CLICKHOUSE_PASSWORD: access.password,
    OCTO_DATA_DIR: dir,
    // As in the images: a second start finds the modules compiled.
    NODE_COMPILE_CACHE: join(dir, 'compiled'),
  }
}

let system: System

beforeAll(async () => {
  system = await startStores()
})

afterAll(() => system[Symbol.asyncDispose]())

async function startServed({ env, key, secret }: Place, service: 'ingress' | 'gateway', url: string) {
  const started = await startProcess(mainOf(service), {
    ...env,
    OCTO_HTTP_PORT: new URL(url).port,
    OCTO_WEBHOOK_SECRETS: secret,
    OCTO_API_KEYS: `test:admin:${key}`,
  })
  if (started.state === 'ended') throw new Error(`${service} did not start: ${started.output()}`)
  return started
}

/** Sends so many a second; what nobody accepts is sent again, as a recovery would. */
async function sendSteadily(
  { ingress, secret }: Place,
  deliveries: readonly SimulatedDelivery[],
): Promise<void> {
  using sender = createSender(ingress, secret, 8)
  const open = new Set<Promise<void>>()
  const accepted = async (delivery: SimulatedDelivery) => {
    for (;;) {
      const [answer] = await sender.sendAll([asRequest(delivery)]).catch(() => [])
      if (answer?.status === 202) return
      await sleep(100)
    }
  }
  const began = performance.now()
  for (const [index, delivery] of deliveries.entries()) {
    await sleep(Math.max(0, began + (index * 1000) / PER_SECOND - performance.now()))
    const sent = accepted(delivery).finally(() => open.delete(sent))
    open.add(sent)
  }
  await Promise.all(open)
}

/** Asks again and again until stopped; gives the longest time without an answer. */
function watchAnswers({ gateway, key }: Place) {
  const stopping = new AbortController()
  const watch = async () => {
    let longest = 0
    let last = performance.now()
    while (!stopping.signal.aborted) {
      const answer = await fetch(`${gateway}/api/v1/counters?window=all`, {
        headers: { 'x-api-key': key },
        signal: AbortSignal.timeout(LONGEST_GAP_MS),
      }).catch(() => null)
      await answer?.arrayBuffer()
      if (answer?.status === 200) {
        longest = Math.max(longest, performance.now() - last)
        last = performance.now()
      }
      await sleep(50)
    }
    return Math.max(longest, performance.now() - last)
  }
  const watched = watch()
  return async () => {
    stopping.abort()
    return watched
  }
}

test('an upgrade across a migration under traffic loses nothing, counts exactly and answers within 5 s', async () => {
  await using stack = new AsyncDisposableStack()
  const { access, log, store } = system
  // Another pattern is another generation of what counts hotfixes, as other code would be.
  const settings = { ...testSettings, hotfixPattern: /never/ }
  const dependencies = { log, store, logger, settings, now: () => new Date(), paceMs: 20 }
  const old = { projectors: await startProjectors('all', dependencies) }
  const before = (await listGenerations(store)).map(({ generation }) => generation)
  const olds = [
    await startServed(system, 'ingress', system.ingress),
    await startServed(system, 'gateway', system.gateway),
  ] as const
  const stopWatching = watchAnswers(system)
  const sending = sendSteadily(system, workload.deliveries)

  const prepared = await startProcess('services/projectors/src/prepare/main.ts', system.env)
  expect(prepared).toMatchObject({ state: 'ended', exitCode: 0 })
  expect((await migrationPlan(store)).pending).toEqual([])
  await old.projectors[Symbol.asyncDispose]()
  const fresh = stack.use(await startProcess(mainOf('projectors'), { ...system.env, OCTO_HTTP_PORT: '0' }))
  expect(fresh.state).toBe('running')
  for (const [index, service] of (['ingress', 'gateway'] as const).entries()) {
    await olds[index]?.[Symbol.asyncDispose]()
    stack.use(await startServed(system, service, system[service]))
  }
  await sending
  const guids = new Set(workload.deliveries.map(({ guid }) => guid))
  const wrong = async () =>
    (await compareWorkload(access, workload, guids)).filter((each) => each.wrong.length > 0)
  await expect.poll(wrong, { timeout: 60_000, interval: 500 }).toEqual([])
  const gap = await stopWatching()
  expect(gap).toBeLessThan(LONGEST_GAP_MS)
  const built = (await listGenerations(store)).filter(({ generation }) => !before.includes(generation))
  expect(built.map(({ projection, status }) => [projection, status])).toContainEqual(['counters', 'live'])
}, 120_000)

test('a program that does not know a migration of the database is told what to do, and starts nothing', async () => {
  const { env, store } = system
  await store.command(
    'a migration to come',
    "INSERT INTO octometer.schema_migrations (number, name, checksum) VALUES (9999, '9999_to_come', 'x')",
  )
  expect(await migrationPlan(store)).toMatchObject({ pending: [], unknown: ['9999_to_come'], edited: [] })
  const keys = { OCTO_API_KEYS: `test:admin:${system.key}`, OCTO_WEBHOOK_SECRETS: system.secret }
  const mains = ['projectors', 'gateway', 'alerter', 'github-agent'].map(mainOf)
  const refused = async (main: string) => {
    await using ended = await startProcess(main, { ...env, ...keys, OCTO_HTTP_PORT: '0' })
    expect([main, ended.state, ended.output()]).toEqual([
      main,
      'ended',
      expect.stringMatching(/9999_to_come.*older than the one that migrated the database.*restore a backup/s),
    ])
  }
  await Promise.all([...mains, 'services/projectors/src/prepare/main.ts'].map(refused))
}, 60_000)
