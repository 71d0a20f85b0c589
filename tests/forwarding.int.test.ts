import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { loadConfig } from '@octometer/config'
import { bucketNames, type EventLog, openBucket } from '@octometer/event-log'
import { createIngress } from '@octometer/ingress'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import { startTwoAlerters } from './alerts/two-alerters.ts'
import { createSender, type OutgoingRequest } from './support/send.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const DELIVERIES = 120
const patient = { timeout: 90_000 }

test('signed deliveries reach a receiver, though the alerter that forwards is killed: none is lost, none comes under another GUID', async () => {
  await using stack = new AsyncDisposableStack()
  const receiver = stack.use(await startReceiver())
  const alerters = await startTwoAlerters(stack, settingsOf(receiver.url), patient)
  const { log } = alerters
  const bucket = await openBucket(log, bucketNames.forwarding)
  await expect.poll(() => bucket.get('receiver.ci'), patient).not.toBeNull()

  const url = await startIngress(stack, log)
  const sender = stack.use(createSender(url, 'of the hook', 8))
  const sent = Array.from({ length: DELIVERIES }, (_, index) => push(index))
  const answers = await sender.sendAll(sent)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
  // An event that it does not want, and one that is not signed rightly.
  const [other, forged] = [push(1000, 'issues'), { ...push(1001), signature: 'wrong' } as const]
  expect((await sender.sendAll([other, forged])).map(({ status }) => status)).toEqual([202, 401])

  await expect.poll(() => receiver.posts.length, patient).toBeGreaterThanOrEqual(20)
  await alerters.killLeader()

  const taken = () => new Set(receiver.posts.map(({ headers }) => headers['x-github-delivery']))
  await expect.poll(taken, patient).toEqual(new Set(sent.map(({ headers }) => headers['x-github-delivery'])))
  requireGenuine(receiver.posts, sent)
  expect(alerters.output()).not.toMatch(/of the receiver|hidden/)
}, 180_000)

/** Each has the bytes and the headers that were sent under its GUID, and the receiver's own signature. */
function requireGenuine(posts: readonly Received[], sent: readonly OutgoingRequest[]): void {
  const bodies = new Map(sent.map(({ headers, body }) => [headers['x-github-delivery'], body]))
  for (const { headers, body } of posts) {
    expect(body).toBe(bodies.get(String(headers['x-github-delivery'])))
    const signature = createHmac('sha256', 'of the receiver').update(body).digest('hex')
    expect(headers).toMatchObject({ 'x-hub-signature-256': `sha256=${signature}`, 'x-github-event': 'push' })
    expect(headers).toMatchObject({ 'x-github-hook-id': '42', 'content-type': 'application/json' })
  }
}

function settingsOf(url: string) {
  const receivers = [{ name: 'ci', url, secret: 'of the receiver', events: ['push'] }]
  return { OCTO_FORWARD_RECEIVERS: JSON.stringify(receivers) }
}

async function startIngress(stack: AsyncDisposableStack, log: EventLog): Promise<string> {
  const env = { OCTO_WEBHOOK_SECRETS: 'of the hook', OCTO_ALLOW_UNDURABLE: 'true' }
  const { config } = loadConfig(env, ['server', 'receiving', 'access', 'nats'], { mayBeClosed: true })
  const ingress = stack.use(await createIngress({ config, log, logger }))
  const app = createApp({ service: 'ingress', logger, health: ingress.health, trustedProxies: [] })
  ingress.mount(app)
  return stack.use(await listen(app, { host: '127.0.0.1', port: 0, logger })).url
}

function push(index: number, event = 'push'): OutgoingRequest {
  return {
    body: JSON.stringify({ index, ref: 'refs/heads/ä', repository: { id: 7, full_name: 'acme/api' } }),
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-github-hook-id': '42',
      'x-github-hook-installation-target-type': 'repository',
      'x-github-hook-installation-target-id': '7',
    },
    signature: 'valid',
  }
}

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A program that takes its time, so that some are under way when the alerter is killed. */
async function startReceiver(): Promise<
  AsyncDisposable & { readonly url: string; readonly posts: Received[] }
> {
  const posts: Received[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    posts.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') })
    setTimeout(() => response.end(), 250)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/?token=hidden`,
    posts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
