import { randomUUID } from 'node:crypto'
import { createLogger } from '@octometer/telemetry'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import { UndurableLogError } from './ingress.ts'
import { acceptedSequence, deliveryHeaders, postDelivery } from './post-delivery.fixture.ts'
import { connectRaw, requestHead } from './raw-http.fixture.ts'

let context: TestLog

beforeEach(async () => {
  context = await startTestLog({ eventsBytes: 4 * 1024 * 1024 })
})

afterEach(async () => {
  await context[Symbol.asyncDispose]()
})

const asGuid = (guid: string) => ({ headers: { 'X-GitHub-Delivery': guid } })

test('while the log is down a delivery gets 503; sent again after its recovery it is accepted once', async () => {
  await using ingress = await startTestIngress(context.log, { limits: { acknowledgeMs: 300 } })
  const before = await acceptedSequence(ingress.url)
  context.nats.kill('SIGKILL')
  await context.nats.exited()
  const guid = randomUUID()
  const refused = await postDelivery(ingress.url, asGuid(guid))
  expect(refused.body).toMatchObject({ status: 503, code: 'log_unavailable' })
  expect(refused.status).toBe(503)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await fetch(`${ingress.url}/readyz`)).status).toBe(503)

  await context.nats.restart()
  await expect.poll(async () => (await fetch(`${ingress.url}/readyz`)).status, { timeout: 20_000 }).toBe(200)
  // Whether the first attempt was stored after all is the log's to know: either way it is there once.
  const again = await postDelivery(ingress.url, asGuid(guid))
  expect(again.status).toBe(202)
  expect((await postDelivery(ingress.url, asGuid(guid))).body).toMatchObject({
    duplicate: true,
    stream_sequence: again.body.stream_sequence,
  })
  expect(again.body.stream_sequence).toBe(before + 1)
})

test('what was accepted is there after a kill of the log, and a new ingress knows it', async () => {
  const guid = randomUUID()
  const first = await startTestIngress(context.log)
  const sequence = await acceptedSequence(first.url, asGuid(guid))
  context.nats.kill('SIGKILL')
  await context.nats.exited()
  await context.nats.restart()
  await expect.poll(async () => (await fetch(`${first.url}/readyz`)).status, { timeout: 20_000 }).toBe(200)
  await first[Symbol.asyncDispose]()
  await using second = await startTestIngress(context.log)
  expect((await postDelivery(second.url, asGuid(guid))).body).toMatchObject({
    duplicate: true,
    stream_sequence: sequence,
  })
})

test('a full log refuses with 503 and loses nothing', async () => {
  await using ingress = await startTestIngress(context.log)
  const noise = () => JSON.stringify({ noise: Array.from({ length: 20_000 }, () => randomUUID()) })
  let last = 0
  let answer = await postDelivery(ingress.url, { body: noise() })
  while (answer.status === 202 && last < 100) {
    last = Number(answer.body.stream_sequence)
    answer = await postDelivery(ingress.url, { body: noise() })
  }
  expect(answer.body).toMatchObject({ status: 503, code: 'log_full' })
  expect(answer.headers['retry-after']).toBe('60')
  expect(last).toBeGreaterThan(0)
})

test('a body that the log does not take even compressed gets 413', async () => {
  await using narrow = await startTestLog({ maxPayloadBytes: 1024 * 1024 })
  await using ingress = await startTestIngress(narrow.log, { allowUndurable: true })
  const body = JSON.stringify({ noise: Array.from({ length: 100_000 }, () => randomUUID()) })
  const answer = await postDelivery(ingress.url, { body })
  expect([answer.status, answer.body.code]).toEqual([413, 'body_too_large'])
  expect((await postDelivery(ingress.url)).status).toBe(202)
})

test('a stop lets the request in flight end with its 202, and takes no new ones', async () => {
  const ingress = await startTestIngress(context.log)
  const body = '{"zen":"Keep it logically awesome."}'
  using connection = await connectRaw(ingress.url)
  connection.write(
    requestHead(
      '/webhooks/github',
      deliveryHeaders({ body, headers: { 'Content-Length': String(body.length) } }),
    ),
  )
  connection.write(body.slice(0, 5))
  await expect.poll(async () => (await fetch(`${ingress.url}/livez`)).status).toBe(200)
  const stopped = ingress[Symbol.asyncDispose]()
  await expect.poll(() => postDelivery(ingress.url).catch((error) => error.code)).toBe('ECONNREFUSED')
  connection.write(body.slice(5))
  expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 202 [\s\S]*connection: close/i)
  await stopped
})

test('a log that does not sync always is refused, by what to set', async () => {
  await using lax = await startTestLog({ syncAlways: false })
  const refused = startTestIngress(lax.log)
  await expect(refused).rejects.toThrow(UndurableLogError)
  await expect(refused).rejects.toThrow(/sync_interval/)
  await expect(refused).rejects.toThrow(/OCTO_ALLOW_UNDURABLE/)
})

test('told to by name, ingress serves over such a log, and says so', async () => {
  await using lax = await startTestLog({ syncAlways: false })
  const lines: string[] = []
  const logger = createLogger({
    service: 'ingress-test',
    destination: { write: (line: string) => void lines.push(line) },
  })
  await using ingress = await startTestIngress(lax.log, { allowUndurable: true, logger })
  expect((await postDelivery(ingress.url)).status).toBe(202)
  expect(lines.join('')).toContain('the log may lose what it acknowledges')
})
