import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import {
  acquireLease,
  bucketNames,
  checkDurability,
  connectLog,
  consumerPositions,
  createAppender,
  type EventLog,
  ensureStreams,
  followLog,
  logBounds,
  openBucket,
  openReader,
  removeStream,
  request,
  restorePosition,
  restoreStream,
  serve,
  snapshotStream,
  streamState,
  watchBucket,
} from './index.ts'
import { silentLogger, until } from './log.fixture.ts'
import {
  mayListen,
  mayPublish,
  type PreparedServer,
  startPreparedServer,
  type User,
  users,
} from './prepared-server.fixture.ts'

let server: PreparedServer

beforeAll(async () => {
  server = await startPreparedServer(inject('natsServerBin'), 'off')
  await using log = await logOf('setup')
  await ensureStreams(log)
})

afterAll(() => server[Symbol.asyncDispose]())

/** Connected as the service connects. */
async function logOf(user: User, logger = silentLogger): Promise<EventLog> {
  return connectLog({ url: await server.urlOf(user), name: `octometer-${user}`, logger })
}

async function rawOf(user: User): Promise<NatsConnection> {
  const nats = await connect({
    servers: `127.0.0.1:${server.port}`,
    user,
    pass: await server.passwordOf(user),
    inboxPrefix: `_INBOX.octometer-${user}`,
  })
  onTestFinished(() => nats.close())
  return nats
}

const delivery = 'events.delivery.push.o.r'
const snapshot = 'events.snapshot.repository.o.r'
const [command, audit] = ['events.command.retry.%-.%-', 'events.command.audit.%-.%-']
const writes = [
  delivery,
  snapshot,
  command,
  audit,
  'api_calls.core',
  'api_calls.command.retry',
  'alerts.opened.o.r',
  'alerts.command.retry',
  'requests.github-agent.sync_start',
  '$KV.keys.a',
  '$KV.hook_configs.a',
  '$KV.alert_outbox.a',
  '$KV.rebuilds.a',
  '$KV.leases.alerter',
  '$KV.leases.github-agent',
  '$JS.ACK.EVENTS.counters.1.1.1.1.0',
  '$JS.API.STREAM.DELETE.EVENTS',
  '$JS.API.STREAM.UPDATE.EVENTS',
  '$JS.API.STREAM.PURGE.EVENTS',
  '$JS.API.STREAM.MSG.DELETE.EVENTS',
  '$JS.API.STREAM.PURGE.KV_keys',
  '$JS.API.STREAM.MSG.GET.KV_installations',
  '$JS.API.CONSUMER.CREATE.EVENTS.counters',
  '_INBOX.octometer-gateway.x',
] as const

test.each<[User, readonly string[]]>([
  ['setup', ['$JS.API.STREAM.UPDATE.EVENTS']],
  // What is imported is of every kind but alerts.
  ['ingress', [...writes.slice(0, 6), '$JS.API.STREAM.MSG.GET.KV_installations']],
  [
    'projectors',
    [
      '$KV.alert_outbox.a',
      '$KV.rebuilds.a',
      '$JS.ACK.EVENTS.counters.1.1.1.1.0',
      '$JS.API.STREAM.PURGE.EVENTS',
      '$JS.API.CONSUMER.CREATE.EVENTS.counters',
    ],
  ],
  [
    'github-agent',
    [
      delivery,
      snapshot,
      'api_calls.core',
      '$KV.hook_configs.a',
      '$KV.leases.github-agent',
      '$JS.API.STREAM.MSG.GET.KV_installations',
    ],
  ],
  [
    'alerter',
    [
      'alerts.opened.o.r',
      '$KV.alert_outbox.a',
      '$KV.leases.alerter',
      '$JS.ACK.EVENTS.counters.1.1.1.1.0',
      '$JS.API.CONSUMER.CREATE.EVENTS.counters',
    ],
  ],
  [
    'gateway',
    [
      command,
      audit,
      'api_calls.command.retry',
      'alerts.command.retry',
      'requests.github-agent.sync_start',
      '$KV.keys.a',
    ],
  ],
])('%s publishes what is its own and is refused all else', async (user, own) => {
  const nats = await rawOf(user)
  const allowed: string[] = []
  for (const subject of writes) if (await mayPublish(nats, subject)) allowed.push(subject)
  expect(allowed.sort()).toEqual([...own].sort())
})

test.each(users)("%s listens to its own answers and requests, not to another's", async (user) => {
  const nats = await rawOf(user)
  const subjects = [
    '>',
    '_INBOX.>',
    'events.>',
    '$KV.>',
    '$JS.API.>',
    ...users.map((each) => `requests.${each}.x`),
  ]
  const heard: string[] = []
  for (const subject of [...subjects, `_INBOX.octometer-${user}.x`]) {
    if (await mayListen(nats, subject)) heard.push(subject)
  }
  const answers = ['projectors', 'github-agent', 'alerter'].includes(user) ? [`requests.${user}.x`] : []
  expect(heard).toEqual([...answers, `_INBOX.octometer-${user}.x`])
})

test('nobody comes in without the password', async () => {
  const nobody = connectLog({ url: `nats://127.0.0.1:${server.port}`, name: 'nobody', logger: silentLogger })
  await expect(nobody).rejects.toThrow(/Authorization/i)
  const wrong = connectLog({
    url: `nats://gateway:wrong@127.0.0.1:${server.port}`,
    name: 'x',
    logger: silentLogger,
  })
  await expect(wrong).rejects.toThrow(/Authorization/i)
})

/** A log that fails the test when the server refuses anything of what is done with it. */
async function strictLog(user: User): Promise<{ log: EventLog; refusals: unknown[] }> {
  const refusals: unknown[] = []
  const warn = (fields: unknown, text?: string) => {
    if (text === 'NATS refused something') refusals.push(fields)
  }
  const logger = Object.assign(Object.create(silentLogger), { warn })
  const log = await logOf(user, logger)
  onTestFinished(() => log[Symbol.asyncDispose]())
  return { log, refusals }
}

test.each(users)('%s sees all as declared, and that the server syncs always', async (user) => {
  if (user === 'setup' || user === 'backup') return
  const { log, refusals } = await strictLog(user)
  await ensureStreams(log)
  expect(await checkDurability(log, { streams: ['EVENTS', 'API_CALLS', 'ALERTS'] })).toEqual([])
  expect(refusals).toEqual([])
})

test('a delivery goes from ingress to the projectors and, followed, to the gateway; none of them is refused', async () => {
  const [ingress, projectors, gateway] = await Promise.all([
    strictLog('ingress'),
    strictLog('projectors'),
    strictLog('gateway'),
  ])
  await using follower = await followLog(gateway.log, 'EVENTS', 'end')
  const { lastSequence: startAfter } = await logBounds(projectors.log, 'EVENTS')
  const consumer = { stream: 'EVENTS', consumer: 'this-test', startAfter } as const
  await using reader = await openReader(projectors.log, consumer)
  await using appender = createAppender(ingress.log, { stream: 'EVENTS' })
  const append = (messageId: string) =>
    appender.append({ subject: delivery, messageId, headers: {}, body: Buffer.from('{}') })
  await Promise.all(['a', 'b', 'c'].map(append))
  const limits = { maxMessages: 10, maxBytes: 1e6, maxWaitMs: 5_000 }
  const batch = await reader.nextBatch(limits)
  expect(batch.messages).toHaveLength(3)
  await batch.acknowledge()
  await until(
    () => reader.progress(),
    ({ unacknowledged, pending }) => unacknowledged + pending === 0,
  )
  expect((await follower.next(limits)).messages).toHaveLength(3)
  expect([ingress, projectors, gateway].flatMap(({ refusals }) => refusals)).toEqual([])
})

test('a projector that appends is told so, and nothing is stored', async () => {
  const { log, refusals } = await strictLog('projectors')
  await using appender = createAppender(log, { stream: 'EVENTS', acknowledgeTimeoutMs: 500 })
  const appending = appender.append({
    subject: delivery,
    messageId: 'forged',
    headers: {},
    body: Buffer.from('{}'),
  })
  await expect(appending).rejects.toThrow(/did not acknowledge/)
  expect(refusals.length).toBeGreaterThan(0)
})

test("the buckets, leases and requests work between those whose they are, and a lease is nobody else's", async () => {
  const [agent, alerter, gateway, ingress] = await Promise.all([
    strictLog('github-agent'),
    strictLog('alerter'),
    strictLog('gateway'),
    strictLog('ingress'),
  ])
  const hooks = await openBucket(agent.log, bucketNames.hookConfigs)
  const revision = await hooks.put('a', 'sealed', 0)
  let seen = 0
  await using _watch = await watchBucket(ingress.log, 'hook_configs', (entries) => (seen = entries.length), {
    onUnreadable: expect.unreachable,
  })
  expect(seen).toBe(1)
  expect(await hooks.remove('a', revision ?? 0)).toBe(true)
  await using lease = await acquireLease(alerter.log, 'alerter', { ttlMs: 5_000, holder: 'test' })
  await lease?.renew()
  const anything = { request: z.object({}), answer: z.object({ sent: z.number() }) }
  await using _served = serve(alerter.log, 'alerter', 'test', anything, async () => ({ sent: 1 }))
  await until(
    () => request(gateway.log, 'alerter', 'test', anything, {}, { deadlineMs: 1_000 }).catch(() => null),
    (answer) => answer?.sent === 1,
  )
  expect([agent, alerter, gateway, ingress].flatMap(({ refusals }) => refusals)).toEqual([])
  await expect(acquireLease(agent.log, 'alerter', { ttlMs: 5_000, holder: 'thief' })).resolves.toBeNull()
})

test('backup takes a stream and puts it back, and neither keeps state nor purges, updates, acknowledges or asks', async () => {
  const nats = await rawOf('backup')
  const others = writes.filter((subject) =>
    /^(\$KV|\$JS\.ACK|requests|_INBOX)|PURGE|UPDATE|MSG/.test(subject),
  )
  for (const subject of others) expect([subject, await mayPublish(nats, subject)]).toEqual([subject, false])
  const { log, refusals } = await strictLog('backup')
  const chunks: Uint8Array[] = []
  const image = await snapshotStream(log, 'EVENTS', async (chunk) => void chunks.push(Buffer.from(chunk)))
  const positions = await consumerPositions(log, 'EVENTS')
  await removeStream(log, 'EVENTS')
  await restoreStream(
    log,
    image,
    (async function* () {
      yield* chunks
    })(),
  )
  for (const position of positions) await restorePosition(log, 'EVENTS', position)
  expect((await streamState(log, 'EVENTS'))?.messages).toBe(image.state.messages)
  expect(refusals).toEqual([])
})
