import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { encodeDelivery } from '@octometer/event-contracts'
import { type Appender, bucketNames, createAppender, type EventLog, openBucket } from '@octometer/event-log'
import { expect, test } from 'vitest'
import { startTwoAlerters } from './alerts/two-alerters.ts'

const ALERTS = 40

test('two alerters run, the one that works is killed while it tells: nobody is told twice', async () => {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(await startReceiver())
  const settings = {
    OCTO_ALERT_WEBHOOKS: receiver.url,
    OCTO_ALERT_WEBHOOK_SECRET: 'secret',
  }
  const alerters = await startTwoAlerters(stack, settings, patient)
  const { log } = alerters
  const events = stack.use(createAppender(log, { stream: 'EVENTS' }))
  await Promise.all(Array.from({ length: ALERTS }, (_, index) => appendFailure(events, index)))

  await expect.poll(() => receiver.ids.length, patient).toBeGreaterThanOrEqual(5)
  await alerters.killLeader()
  await expect.poll(() => unsettled(log), patient).toBe(0)

  const statuses = await outboxStatuses(log)
  expect(statuses).toHaveLength(ALERTS)
  expect(new Set(receiver.ids).size).toBe(receiver.ids.length)
  // One attempt at most was under way: it was heard or not, and is not made again.
  const unknown = statuses.filter((status) => status === 'unknown').length
  expect(unknown).toBeLessThanOrEqual(1)
  expect(statuses.filter((status) => status === 'sent')).toHaveLength(ALERTS - unknown)
  expect(ALERTS - receiver.ids.length).toBeLessThanOrEqual(unknown)
}, 120_000)

const patient = { timeout: 40_000 }

/** A program that takes its time, and remembers under which ids it was told. */
async function startReceiver(): Promise<AsyncDisposable & { readonly url: string; readonly ids: string[] }> {
  const ids: string[] = []
  const server = createServer((incoming, response) => {
    ids.push(String(incoming.headers['x-octometer-delivery']))
    incoming.resume()
    setTimeout(() => response.end(), 50)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    ids,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** A failed build of a workflow of its own: one alert each. */
async function appendFailure(events: Appender, index: number): Promise<void> {
  const guid = randomUUID()
  const at = new Date().toISOString()
  const metadata = {
    guid,
    event: 'workflow_run',
    hookId: null,
    targetType: null,
    targetId: null,
    receivedAt: new Date(),
    contentType: 'application/json',
    signature: null,
    source: 'webhook',
  } as const
  const run = { id: index, workflow_id: index, head_branch: 'main', head_sha: 'f'.repeat(40) }
  const payload = {
    action: 'completed',
    workflow_run: { ...run, conclusion: 'failure', created_at: at, updated_at: at },
    repository: {
      id: 7,
      full_name: 'acme/api',
      owner: { login: 'acme' },
      name: 'api',
      default_branch: 'main',
    },
  }
  const { subject, messageId, headers } = encodeDelivery(metadata, { owner: 'acme', name: 'api' })
  await events.append({ subject, messageId, headers, body: Buffer.from(JSON.stringify(payload)) })
}

async function outboxStatuses(log: EventLog): Promise<readonly string[]> {
  const bucket = await openBucket(log, bucketNames.alertOutbox)
  return (await bucket.entries()).map(({ value }) => String(JSON.parse(value).status))
}

async function unsettled(log: EventLog): Promise<number> {
  const statuses = await outboxStatuses(log)
  const open = statuses.filter((status) => status === 'waiting' || status === 'sending').length
  return open + ALERTS - statuses.length
}
