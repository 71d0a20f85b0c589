import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectLog, openReader, type ReadMessage, startNatsServer, streamNames } from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import { simulateWorkload } from '@octometer/testkit'
import { expect, inject, test } from 'vitest'
import { asRequest } from './support/run-workload.ts'
import { createSender } from './support/send.ts'
import { type StartedProcess, startProcess } from './support/start-process.ts'
import { startTracedNats } from './support/traced-nats.ts'

const secret = randomBytes(24).toString('hex')
const { deliveries } = simulateWorkload({
  seed: 5,
  deliveries: 500,
  start: new Date('2026-03-02T00:00:00Z'),
  days: 30,
})
const requests = deliveries.map(asRequest)

const startIngress = (natsUrl: string, more: Readonly<Record<string, string>> = {}) =>
  startProcess('services/ingress/src/main.ts', {
    OCTO_HTTP_HOST: '127.0.0.1',
    OCTO_HTTP_PORT: '0',
    OCTO_WEBHOOK_SECRETS: secret,
    OCTO_API_KEYS: `test:operator:${secret}`,
    OCTO_NATS_URL: natsUrl,
    ...more,
  })

function urlOf(ingress: StartedProcess): string {
  if (ingress.state === 'running') return ingress.url
  throw new Error(`ingress has ended: ${ingress.output()}`)
}

/** A nats-server as standalone starts it, in a folder that goes with it. */
async function startNats(syncAlways?: boolean) {
  const storeDir = await mkdtemp(join(tmpdir(), 'octometer-durability-'))
  const sync = syncAlways === undefined ? {} : { syncAlways }
  const binary = inject('natsServerBin')
  const server = await startNatsServer({ storeDir, binary, monitoring: true, ...sync })
  return {
    server,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(storeDir, { recursive: true, force: true })
    },
  }
}

async function readAll(natsUrl: string, count: number): Promise<readonly ReadMessage[]> {
  const logger = createLogger({ service: 'test', level: 'silent' })
  await using log = await connectLog({ url: natsUrl, name: 'test', logger })
  await using reader = await openReader(log, { stream: streamNames.events, consumer: 'test' })
  const messages: ReadMessage[] = []
  while (messages.length < count) {
    const batch = await reader.nextBatch({ maxMessages: 1_000, maxBytes: 64 * 1024 * 1024, maxWaitMs: 1_000 })
    messages.push(...batch.messages)
    await batch.acknowledge()
  }
  return messages
}

test('the running server itself says that it syncs always, and ingress serves on it', async () => {
  await using nats = await startNats()
  const varz = await fetch(`${nats.server.monitoringUrl}/varz`)
  expect(await varz.json()).toMatchObject({ jetstream: { config: { sync_always: true } } })
  await using ingress = await startIngress(nats.server.url)
  expect((await fetch(`${urlOf(ingress)}/readyz`)).status).toBe(200)
})

test('on a server that does not, the ingress process ends with what to set, and takes nothing', async () => {
  await using nats = await startNats(false)
  const varz = await fetch(`${nats.server.monitoringUrl}/varz`)
  expect(await varz.json()).not.toMatchObject({ jetstream: { config: { sync_always: true } } })
  await using ingress = await startIngress(nats.server.url)
  expect(ingress).toMatchObject({ state: 'ended', exitCode: 1 })
  expect(ingress.output()).toMatch(/not durable enough.*sync_interval: always.*OCTO_ALLOW_UNDURABLE/s)
})

const natsServerBin = () => {
  const found = inject('natsServerBin')
  if (found === null) throw new Error('there is no nats-server on this machine: `npm test` fetches one')
  return found
}

test('one after the other, every 202 has a sync of its own before it', async () => {
  await using nats = await startTracedNats(natsServerBin())
  await using ingress = await startIngress(nats.server.url)
  using sender = createSender(urlOf(ingress), secret, 1)
  const before = await nats.syncs('EVENTS')
  for (const [index, request] of requests.slice(0, 25).entries()) {
    expect((await sender.send(request)).status).toBe(202)
    expect((await nats.syncs('EVENTS')) - before).toBeGreaterThanOrEqual(index + 1)
  }
})

test('the count tells: where syncs are left for later, a 202 has none before it', async () => {
  await using nats = await startTracedNats(natsServerBin(), { syncAlways: false })
  await using ingress = await startIngress(nats.server.url, { OCTO_ALLOW_UNDURABLE: 'true' })
  using sender = createSender(urlOf(ingress), secret, 1)
  const before = await nats.syncs('EVENTS')
  const answers = await sender.sendAll(requests.slice(0, 25))
  expect(answers.filter(({ status }) => status !== 202)).toEqual([])
  expect(await nats.syncs('EVENTS')).toBe(before)
})

test('all at once, there are no fewer syncs than acknowledged batches, and fewer than deliveries', async () => {
  await using nats = await startTracedNats(natsServerBin())
  await using ingress = await startIngress(nats.server.url)
  using sender = createSender(urlOf(ingress), secret, 64)
  const before = await nats.syncs('EVENTS')
  const answers = await sender.sendAll(requests)
  const syncs = (await nats.syncs('EVENTS')) - before
  expect(answers.filter(({ status }) => status !== 202)).toEqual([])
  const messages = await readAll(nats.server.url, requests.length)
  const batches = new Set(
    messages.map((message) => message.header('Nats-Batch-Id') ?? `alone ${message.sequence}`),
  )
  expect(syncs).toBeGreaterThanOrEqual(batches.size)
  expect(syncs).toBeLessThan(messages.length)
})
