import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { createLogger } from '@octometer/telemetry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import type { IngressService } from './ingress.ts'
import { acceptedSequence, deliveryHeaders, postDelivery } from './post-delivery.fixture.ts'
import { connectRaw, requestHead } from './raw-http.fixture.ts'

const MIB = 1024 * 1024
const PATH = '/webhooks/github'
const bomb = gzipSync(Buffer.alloc(30 * MIB, ' '))
const BODY = '{"zen":"Half measures are as bad as nothing at all."}'

let context: TestLog
let ingress: IngressService
const logged: string[] = []

beforeAll(async () => {
  context = await startTestLog()
  const logger = createLogger({
    service: 'ingress-test',
    level: 'info',
    destination: { write: (line: string) => void logged.push(line) },
  })
  ingress = await startTestIngress(context.log, {
    logger,
    limits: { budgetBytes: 30 * MIB, budgetWaitMs: 2_000 },
  })
})

afterAll(async () => {
  await ingress[Symbol.asyncDispose]()
  await context[Symbol.asyncDispose]()
})

const startImpatient = () => startTestIngress(context.log, { limits: { idleMs: 150, smallMs: 400 } })

const head = (extra: Readonly<Record<string, string | undefined>>, body = BODY) =>
  requestHead(PATH, deliveryHeaders({ body, headers: extra }))
const withLength = (length: number, body = BODY) => head({ 'Content-Length': String(length) }, body)
const chunked = () => head({ 'Transfer-Encoding': 'chunked' })
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

async function metric(outcome: string): Promise<number> {
  const text = await (await fetch(`${ingress.url}/metrics`)).text()
  const [, value] =
    new RegExp(`octo_ingress_deliveries_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text) ?? []
  return Number(value)
}

test('a body that comes in pieces, chunked, is accepted', async () => {
  using connection = await connectRaw(ingress.url)
  connection.write(`${chunked()}${chunk(BODY.slice(0, 5))}`)
  connection.write(`${chunk(BODY.slice(5))}0\r\n\r\n`)
  expect(await connection.untilReceived(/"stream_sequence":\d+\}/)).toMatch(/^HTTP\/1\.1 202 /)
})

test('several deliveries on one connection are each answered', async () => {
  using connection = await connectRaw(ingress.url)
  const one = () => `${withLength(BODY.length)}${BODY}`
  connection.write(one() + one() + one())
  const received = await connection.untilReceived(/(HTTP\/1\.1 202[\s\S]*"stream_sequence":\d+\}){3}/)
  expect(new Set(received.match(/"stream_sequence":\d+/g)).size).toBe(3)
})

test.each([
  ['unsigned', { 'X-Hub-Signature-256': undefined }, 401, Buffer.from(BODY)],
  ['not what its encoding says', { 'Content-Encoding': 'gzip' }, 400, Buffer.alloc(5 * MIB)],
  [
    'too large once decompressed',
    { 'Content-Encoding': 'gzip' },
    413,
    Buffer.concat([bomb, Buffer.alloc(5 * MIB)]),
  ],
])('after a delivery that is %s the connection serves the next one', async (_, headers, status, body) => {
  using connection = await connectRaw(ingress.url)
  connection.write(head({ ...headers, 'Content-Length': String(body.length) }))
  connection.write(body)
  await connection.untilReceived(new RegExp(`^HTTP/1\\.1 ${status} `))
  connection.write(`${withLength(BODY.length)}${BODY}`)
  await connection.untilReceived(/HTTP\/1\.1 202 /)
})

test('a client that stops in the middle of its body gets 408, and nothing is stored', async () => {
  await using impatient = await startImpatient()
  const before = await acceptedSequence(ingress.url)
  using connection = await connectRaw(impatient.url)
  connection.write(withLength(BODY.length) + BODY.slice(0, 10))
  const received = await connection.untilClosed()
  expect(received).toMatch(/^HTTP\/1\.1 408 /)
  expect(received).toMatch(/connection: close/i)
  expect(received).toContain('"code":"body_too_slow"')
  expect(await acceptedSequence(ingress.url)).toBe(before + 1)
})

test('a client that dribbles gets 408 when its time is over, however often it sends', async () => {
  await using impatient = await startImpatient()
  using connection = await connectRaw(impatient.url)
  connection.write(withLength(10_000))
  const dribble = setInterval(() => connection.write(' '), 50)
  const received = await connection.untilClosed()
  clearInterval(dribble)
  expect(received).toContain('"code":"body_too_slow"')
})

test('a client that goes away in the middle is counted, logs nothing, and nothing is stored', async () => {
  const before = await acceptedSequence(ingress.url)
  const aborted = await metric('aborted')
  logged.length = 0
  for (const leave of ['destroy', 'end', 'resetAndDestroy'] as const) {
    using connection = await connectRaw(ingress.url)
    connection.write(withLength(BODY.length) + BODY.slice(0, 10))
    await new Promise((sent) => connection.socket.write('x', sent))
    connection.socket[leave]()
    await connection.untilClosed()
  }
  await expect.poll(() => metric('aborted')).toBe(aborted + 3)
  expect(logged).toEqual([])
  expect(await acceptedSequence(ingress.url)).toBe(before + 1)
})

test('a length over 25 MiB is refused before the body is read', async () => {
  using connection = await connectRaw(ingress.url)
  connection.write(withLength(25 * MIB + 1))
  expect(await connection.untilReceived(/"instance":"[^"]*"\}/)).toMatch(/^HTTP\/1\.1 413 /)
})

test('a client that asks first is told without sending a byte, or is told to go on', async () => {
  using refused = await connectRaw(ingress.url)
  const asking = (length: number) => head({ 'Content-Length': String(length), Expect: '100-continue' })
  refused.write(asking(26 * MIB))
  // Node says 100 by itself before anybody looks at the length; what counts is that 413 follows without the body.
  expect(await refused.untilReceived(/"instance":"[^"]*"\}/)).toMatch(/HTTP\/1\.1 413 /)
  using accepted = await connectRaw(ingress.url)
  accepted.write(asking(BODY.length))
  await accepted.untilReceived(/^HTTP\/1\.1 100 Continue/)
  accepted.write(BODY)
  await accepted.untilReceived(/HTTP\/1\.1 202 /)
})

test('a chunked body is refused as soon as it exceeds 25 MiB, however long it goes on', async () => {
  using connection = await connectRaw(ingress.url)
  connection.write(chunked())
  const piece = chunk(' '.repeat(MIB))
  for (let sent = 0; sent < 27; sent += 1) {
    if (!connection.socket.write(piece))
      await Promise.race([once(connection.socket, 'drain'), connection.untilClosed()])
  }
  expect(await connection.untilReceived(/"instance":"[^"]*"\}/)).toMatch(/^HTTP\/1\.1 413 /)
})

test('a chunked body of 3 MiB is stored whole', async () => {
  const body = JSON.stringify({ text: 'y'.repeat(3 * MIB) })
  using connection = await connectRaw(ingress.url)
  connection.write(head({ 'Transfer-Encoding': 'chunked' }, body))
  for (let at = 0; at < body.length; at += 100_000) connection.write(chunk(body.slice(at, at + 100_000)))
  connection.write('0\r\n\r\n')
  expect(await connection.untilReceived(/"stream_sequence":\d+\}/)).toMatch(/^HTTP\/1\.1 202 /)
})

test('large bodies beyond the budget wait, then get 503 with Retry-After; small ones pass', async () => {
  using holder = await connectRaw(ingress.url)
  const body = `"${'z'.repeat(20 * MIB)}"`
  holder.write(withLength(body.length, body) + body.slice(0, MIB))
  await expect.poll(() => gauge('octo_ingress_large_bodies_bytes')).toBe(body.length)
  const large = postDelivery(ingress.url, { body, headers: { 'X-GitHub-Delivery': randomUUID() } })
  await expect.poll(() => gauge('octo_ingress_large_bodies_waiting'), { timeout: 2_000 }).toBe(1)
  expect((await postDelivery(ingress.url)).status).toBe(202)
  const answer = await large
  expect([answer.status, answer.body.code]).toEqual([503, 'overloaded'])
  expect(answer.headers['retry-after']).toBe('5')
  holder.socket.destroy()
  await expect.poll(() => gauge('octo_ingress_large_bodies_bytes')).toBe(0)
})

async function gauge(name: string): Promise<number> {
  const text = await (await fetch(`${ingress.url}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1])
}
