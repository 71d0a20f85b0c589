import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  acquireLease,
  bucketNames,
  connectLog,
  createAppender,
  type EventLog,
  ensureStreams,
  openBucket,
  purgeThrough,
  rewriteBucket,
  streamState,
} from './index.ts'
import { silentLogger } from './log.fixture.ts'
import { startPreparedServer, type User } from './prepared-server.fixture.ts'

const stack = new AsyncDisposableStack()
let connect: (user: User) => Promise<EventLog>

beforeAll(async () => {
  const server = stack.use(await startPreparedServer(inject('natsServerBin'), 'off'))
  connect = async (user) => {
    const options = { url: await server.urlOf(user), name: `octometer-${user}`, logger: silentLogger }
    return stack.use(await connectLog(options))
  }
  await ensureStreams(await connect('setup'))
})

afterAll(() => stack.disposeAsync())

test('a stream is purged through a sequence, as the user of the projectors, and goes on after it', async () => {
  const log = await connect('projectors')
  await using appender = createAppender(await connect('ingress'), { stream: 'EVENTS' })
  const append = (messageId: string) =>
    appender.append({
      subject: 'events.delivery.push.o.r',
      messageId,
      headers: {},
      body: Buffer.from('{}'),
    })
  for (const id of ['a', 'b', 'c']) await append(id)
  expect(await purgeThrough(log, 'EVENTS', 2)).toBe(2)
  expect(await streamState(log, 'EVENTS')).toMatchObject({ messages: 1, firstSequence: 3, lastSequence: 3 })
  expect(await purgeThrough(log, 'EVENTS', 3)).toBe(1)
  expect((await append('d')).sequence).toBe(4)
})

test('texts of a bucket that others keep are rewritten, as the user of the projectors, who holds a lease of its own', async () => {
  const log = await connect('projectors')
  const kept = await openBucket(await connect('alerter'), bucketNames.alertState)
  const revision = (await kept.put('a', '"mona"', 0)) ?? 0
  await kept.put('b', '"hubot"', 0)
  expect(await rewriteBucket(log, 'alert_state', (text) => text.replace('mona', 'erased'))).toBe(1)
  expect((await kept.get('a'))?.value).toBe('"erased"')
  // Who keeps it finds that another wrote.
  expect(await kept.put('a', '"mona again"', revision)).toBeNull()
  for (const name of ['alert_outbox', 'forwarding', 'sync', 'jobs', 'branch_states'] as const)
    expect(await rewriteBucket(log, name, (text) => text)).toBe(0)
  await using lease = await acquireLease(log, 'projectors', { ttlMs: 5_000, holder: 'test' })
  await lease?.renew()
  expect(lease).not.toBeNull()
})
