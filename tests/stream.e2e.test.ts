import { randomBytes } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import { logBounds, streamNames } from '@octometer/event-log'
import { createGateway } from '@octometer/gateway'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { type ClientOrder, simulateWorkload, startStreamClients, type Workload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askStore } from './support/ask-store.ts'
import { asRequest } from './support/run-workload.ts'
import { createSender, type OutgoingRequest } from './support/send.ts'
import { requestOf } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

// The small version of `npm run bench stream`: 48 clients with a repository, 9 with an event, 3 with neither.
const REPOSITORIES = 20
const DELIVERIES = 600
const EVENTS = ['push', 'pull_request', 'check_run']
const key = randomBytes(16).toString('hex')

let system: TestSystem
let workload: Workload
const stack = new AsyncDisposableStack()

beforeAll(async () => {
  workload = simulateWorkload({
    seed: 11,
    deliveries: DELIVERIES,
    repositories: REPOSITORIES,
    start: new Date('2026-03-02T00:00:00Z'),
    days: 7,
  })
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
})

afterAll(() => stack.disposeAsync())

test('every live client receives exactly what SQL finds for its filter', async () => {
  await using projectors = await system.startProjectors()
  using sender = createSender(system.url, system.secret, 8)
  await sender.sendAll(workload.repositories.map(({ id, names }) => introduce(id, names[0] ?? '')))
  await projectors.caughtUp()
  const { lastSequence } = await logBounds(system.log, streamNames.events)
  const planned = planClients()
  await using clients = await startStreamClients({ url: await serveGateway(), key, clients: planned })

  const answers = await sender.sendAll(workload.deliveries.map(asRequest))
  expect(answers.filter(({ status }) => status !== 202)).toEqual([])
  await projectors.caughtUp()
  const expected = await Promise.all(
    planned.map(({ sql }) => guidsOf(`stream_sequence > ${lastSequence} AND ${sql}`)),
  )
  const total = expected.reduce((sum, guids) => sum + guids.length, 0)
  await expect.poll(() => clients.deliveries(), { timeout: 30_000 }).toBe(total)

  const report = await clients.report()
  const received = report.clients.map((client) => client.received.map((index) => report.guids[index]).sort())
  expect(received).toEqual(expected)
  expect(report.clients.flatMap(({ others }) => others)).toEqual([])
  expect(report.clients.filter(({ hasEnded }) => hasEnded)).toEqual([])
  // Without this the sets could all be empty.
  expect(expected.filter((guids) => guids.length > 0).length).toBeGreaterThan(40)
  expect(expected.at(-1)).toHaveLength(DELIVERIES)
})

function planClients(): readonly (ClientOrder & { readonly sql: string })[] {
  const repositories = Array.from({ length: 48 }, (_, index) => {
    const name = workload.repositories[index % REPOSITORIES]?.names[0] ?? ''
    const asked = index % 2 === 0 ? name : name.toUpperCase()
    return {
      query: `?repository=${encodeURIComponent(asked)}`,
      sql: `repository_id IN (SELECT repository_id FROM repository_names WHERE name_key = '${name.toLowerCase()}')`,
    }
  })
  const events = Array.from({ length: 9 }, (_, index) => {
    const event = EVENTS[index % EVENTS.length] ?? ''
    return { query: `?event=${event}`, sql: `event = '${event}'` }
  })
  const all = Array.from({ length: 3 }, () => ({ query: '', sql: '1' }))
  return [...repositories, ...events, ...all].map((client, index) => ({
    ...client,
    transport: index % 5 === 0 ? 'websocket' : 'sse',
  }))
}

async function guidsOf(condition: string): Promise<readonly string[]> {
  const sql = `SELECT DISTINCT guid FROM deliveries WHERE ${condition} ORDER BY guid`
  return (await askStore<{ guid: string }>(system.access, sql)).map(({ guid }) => guid)
}

/** A delivery that makes a repository known by its first name. */
function introduce(id: number, fullName: string): OutgoingRequest {
  const [login = '', name = ''] = fullName.split('/')
  const repository = { id, name, full_name: fullName, owner: { login } }
  return requestOf({ event: 'repository', payload: { action: 'created', repository, sender: { login } } })
}

async function serveGateway(): Promise<string> {
  const { log, store } = system
  const logger = createLogger({ service: 'test', level: 'error' })
  const { config } = loadConfig({ OCTO_API_KEYS: `test:viewer:${key}` }, ['server', 'access', 'answers'])
  const gateway = stack.use(createGateway({ config, store, log, logger }))
  const app = createApp({ service: 'test', logger, trustedProxies: [], health: gateway.health })
  gateway.mount(app)
  return stack.use(await listen(app, { host: '127.0.0.1', port: 0, logger })).url
}
