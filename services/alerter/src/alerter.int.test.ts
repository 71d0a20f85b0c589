import { randomUUID } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import {
  type AlertEvent,
  alertTestAnswerSchema,
  alertTestRequestSchema,
  type Command,
  type DeliverySource,
  decodeMessage,
  encodeCommand,
  encodeDelivery,
} from '@octometer/event-contracts'
import {
  type Appender,
  connectLog,
  createAppender,
  type EventLog,
  ensureStreams,
  openReader,
  request,
} from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AlerterOptions, startAlerter } from './alerter.ts'
import { ChannelError, type Notification, type Target } from './channels/channel.ts'
import { openStore, type StoreFixture } from './store.fixture.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const { config } = loadConfig({ OCTO_ALERT_DIGEST: 'off' }, ['alerts', 'server'])

let fixture: StoreFixture
let nats: TestNatsServer
let log: EventLog
let events: Appender

beforeEach(async () => {
  fixture = await openStore()
  nats = await startNatsServer()
  log = await connectLog({ url: nats.url, name: 'test', logger })
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  events = createAppender(log, { stream: 'EVENTS' })
})

afterEach(async () => {
  await events[Symbol.asyncDispose]()
  await log[Symbol.asyncDispose]()
  await nats[Symbol.asyncDispose]()
  await fixture[Symbol.asyncDispose]()
})

/** A receiver that refuses as often as it is told to. */
function collector(refusals = 0): Target & { readonly got: Notification[] } {
  const got: Notification[] = []
  let left = refusals
  return {
    channel: 'slack',
    name: 'slack',
    takesDigest: true,
    got,
    async send(notification) {
      if (left > 0) {
        left -= 1
        throw new ChannelError('slack answered 500', true)
      }
      got.push(notification)
    },
  }
}

const start = (target: Target, more: Partial<AlerterOptions> = {}) =>
  startAlerter({
    config,
    log,
    store: fixture.store,
    logger,
    targets: [target],
    clockMs: 100,
    leaseMs: 1500,
    waitAfter: () => 50,
    ...more,
  })

const startedAt = Date.now() - 60_000

async function appendRun(
  conclusion: string,
  second: number,
  guid: string = randomUUID(),
  source: DeliverySource = 'webhook',
): Promise<void> {
  const at = new Date(startedAt + second * 1000).toISOString()
  const repository = {
    id: 7,
    full_name: 'acme/api',
    owner: { login: 'acme' },
    name: 'api',
    default_branch: 'main',
  }
  const workflow_run = {
    id: 100 + second,
    workflow_id: 3,
    name: 'CI',
    head_branch: 'main',
    head_sha: 'f'.repeat(40),
    conclusion,
    created_at: at,
    updated_at: at,
  }
  const metadata = {
    guid,
    event: 'workflow_run',
    hookId: null,
    targetType: null,
    targetId: null,
    receivedAt: new Date(),
    contentType: 'application/json',
    signature: null,
    source,
  } as const
  const { subject, messageId, headers } = encodeDelivery(metadata, { owner: 'acme', name: 'api' })
  const body = Buffer.from(JSON.stringify({ action: 'completed', workflow_run, repository }))
  await events.append({ subject, messageId, headers, body })
}

type Asked = { readonly type: 'alert_acknowledge' | 'alert_mute'; readonly alert_id: string; until?: string }

async function appendCommand(asked: Asked): Promise<void> {
  const issued = { command_id: randomUUID(), issued_at: new Date().toISOString(), issued_by: 'ada' }
  await events.append({ ...encodeCommand({ ...asked, ...issued } as Command), headers: {} })
}

/** Everything that was appended to ALERTS so far, in its order. */
async function appended(): Promise<readonly AlertEvent[]> {
  await using reader = await openReader(log, { stream: 'ALERTS', consumer: `test-${randomUUID()}` })
  const batch = await reader.nextBatch({ maxMessages: 500, maxBytes: 2 ** 20, maxWaitMs: 200 })
  return batch.messages
    .map(decodeMessage)
    .flatMap((message) => (message.kind === 'alert' ? [message.event] : []))
}

const brief = (all: readonly AlertEvent[]) =>
  all.map((event) =>
    event.type === 'notified'
      ? `${event.notification.about} ${event.notification.status} ${event.notification.attempts}`
      : `${event.type} ${event.alert.count}`,
  )

const patient = { timeout: 20_000 }

test('a failure is told once, again when it was not taken, and its end to whom it was told', async () => {
  const slack = collector(1)
  await using _ = start(slack)
  // What was imported is no news.
  await appendRun('failure', 0, 'guid-0', 'import')
  await appendRun('failure', 1, 'guid-1')
  await expect.poll(() => slack.got, patient).toMatchObject([{ about: 'open', alert: { count: 1 } }])
  // The same delivery by another hook, and one more failure: nobody is told again.
  await appendRun('failure', 1)
  await appendRun('failure', 2)
  await expect
    .poll(async () => brief(await appended()), patient)
    .toEqual(['opened 1', 'open waiting 1', 'open sent 2', 'repeated 2'])
  await appendRun('success', 3)
  await expect.poll(() => slack.got.length, patient).toBe(2)
  expect(slack.got[1]).toMatchObject({ about: 'resolved', alert: { count: 2, state: 'resolved' } })
})

test('who acknowledges ends the telling; who mutes keeps the next one quiet', async () => {
  const slack = collector()
  await using _ = start(slack)
  await appendRun('failure', 1)
  await expect.poll(() => slack.got.length, patient).toBe(1)
  await expect.poll(async () => brief(await appended()), patient).toContain('opened 1')
  const [opened] = await appended()
  const alert_id = opened?.type === 'opened' ? opened.alert.alert_id : ''
  await appendCommand({ type: 'alert_acknowledge', alert_id })
  await appendCommand({ type: 'alert_mute', alert_id, until: new Date(Date.now() + 3_600_000).toISOString() })
  await appendRun('success', 2)
  await appendRun('failure', 3)
  const kinds = async () => brief((await appended()).filter(({ type }) => type !== 'notified'))
  await expect
    .poll(kinds, patient)
    .toEqual(['opened 1', 'acknowledged 1', 'muted 1', 'resolved 1', 'opened 1'])
  expect(slack.got).toHaveLength(1)
})

test('one works and another stands by, until it goes; what is known stays known', async () => {
  const slack = collector()
  const first = start(slack)
  await expect.poll(() => first.isLeading(), patient).toBe(true)
  await using second = start(slack)
  await appendRun('failure', 1)
  await expect.poll(() => slack.got.length, patient).toBe(1)
  expect(second.isLeading()).toBe(false)
  await first[Symbol.asyncDispose]()
  await expect.poll(() => second.isLeading(), patient).toBe(true)
  await appendRun('failure', 2)
  await expect
    .poll(async () => brief(await appended()), patient)
    .toEqual(['opened 1', 'open sent 1', 'repeated 2'])
  expect(slack.got).toHaveLength(1)
})

test('a rule that is asked by the clock opens and ends by what is so', async () => {
  const slack = collector()
  await using _ = start(slack)
  const call = {
    hour: new Date(Math.floor(startedAt / 3_600_000) * 3_600_000),
    token_hash: 'ab'.repeat(32),
    method: 'GET',
    route: '/x',
    status: 200,
  }
  const insert = (remaining: number, at: number) =>
    fixture.insert('api-usage', {
      api_calls: [
        {
          ...call,
          resource: 'core',
          cached: false,
          at: new Date(startedAt + at),
          call_id: `call-${at}`,
          cost: 1,
          rate_limit: 5000,
          remaining,
          reset_at: new Date(Date.now() + 3_600_000),
          duration_ms: null,
          delivery_id: null,
        },
      ],
    })
  await insert(50, 1)
  await expect
    .poll(() => slack.got, patient)
    .toMatchObject([{ about: 'open', alert: { rule: 'rate-limit-low' } }])
  await insert(4000, 2)
  await expect.poll(() => slack.got.length, patient).toBe(2)
  expect(slack.got[1]).toMatchObject({ about: 'resolved' })
})

test('a test goes to every receiver, and the answer says who took it', async () => {
  const slack = collector(1)
  await using alerter = start(slack)
  await expect.poll(() => alerter.isLeading(), patient).toBe(true)
  const schemas = { request: alertTestRequestSchema, answer: alertTestAnswerSchema }
  const ask = () => request(log, 'alerter', 'test', schemas, { requested_by: 'ada' }, { deadlineMs: 5000 })
  await expect
    .poll(() => ask().catch(() => null), patient)
    .toEqual({ results: [{ channel: 'slack', sent: false, detail: 'slack answered 500' }] })
  expect(await ask()).toEqual({ results: [{ channel: 'slack', sent: true, detail: '' }] })
  expect(slack.got).toMatchObject([{ kind: 'test' }])
})
