import { createHmac, randomUUID } from 'node:crypto'
import { deflateSync, gzipSync } from 'node:zlib'
import { decodeDelivery, decodeDeliveryMetadata } from '@octometer/event-contracts'
import { readOne, streamNames } from '@octometer/event-log'
import { genuineDeliveries } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OLD_SECRET, SECRET, startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import type { IngressService } from './ingress.ts'
import { acceptedSequence, postDelivery, sign, type TestDelivery } from './post-delivery.fixture.ts'

let context: TestLog
let ingress: IngressService

beforeAll(async () => {
  context = await startTestLog()
  ingress = await startTestIngress(context.log)
})

afterAll(async () => {
  await ingress[Symbol.asyncDispose]()
  await context[Symbol.asyncDispose]()
})

async function stored(sequence: number) {
  const message = await readOne(context.log, streamNames.events, sequence)
  if (message === null) throw new Error(`nothing is stored at ${sequence}`)
  return message
}

test('all 329 genuine payloads are accepted, and their stored bytes verify again', async () => {
  const deliveries = genuineDeliveries()
  expect(deliveries).toHaveLength(329)
  const sequences = await Promise.all(
    deliveries.map(({ event, body }) =>
      acceptedSequence(ingress.url, { body, headers: { 'X-GitHub-Event': event } }),
    ),
  )
  expect(new Set(sequences).size).toBe(329)
  for (const [index, sequence] of sequences.entries()) {
    const message = await stored(sequence)
    const metadata = decodeDeliveryMetadata(message)
    expect(Buffer.from(message.body()).toString('utf8')).toBe(deliveries[index]?.body)
    expect(metadata.event).toBe(deliveries[index]?.event)
    expect(metadata.signature).toBe(sign(message.body(), SECRET))
  }
})

test('the answer names the delivery, and its metadata is stored beside it', async () => {
  const guid = randomUUID()
  const before = Date.now()
  const answer = await postDelivery(ingress.url, {
    body: '{"action":"opened","repository":{"id":1,"full_name":"Octo/next.js"},"sender":{"login":"ghost"}}',
    headers: {
      'X-GitHub-Delivery': guid,
      'X-GitHub-Event': 'pull_request',
      'X-GitHub-Hook-Installation-Target-Type': 'repository',
      'X-GitHub-Hook-Installation-Target-ID': '1',
    },
  })
  expect(answer.status).toBe(202)
  expect(answer.body).toEqual({
    status: 'accepted',
    delivery_id: guid,
    event_type: 'pull_request',
    received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    duplicate: false,
    stream_sequence: expect.any(Number),
  })
  const message = await stored(Number(answer.body.stream_sequence))
  expect(message.subject).toBe('events.delivery.pull_request.Octo.next%2Ejs')
  const delivery = decodeDelivery(message)
  expect(delivery).toMatchObject({
    ...{ guid, event: 'pull_request', action: 'opened', sender: 'ghost', source: 'webhook' },
    ...{ hookId: '292430182', targetType: 'repository', targetId: '1', contentType: 'application/json' },
  })
  expect(delivery.receivedAt.getTime()).toBeGreaterThanOrEqual(before)
})

test('a redelivery within the window is a duplicate of the first, and nothing is stored again', async () => {
  const delivery: TestDelivery = { headers: { 'X-GitHub-Delivery': randomUUID() } }
  const first = await postDelivery(ingress.url, delivery)
  const second = await postDelivery(ingress.url, delivery)
  expect(second.status).toBe(202)
  expect(second.body).toMatchObject({ duplicate: true, stream_sequence: first.body.stream_sequence })
})

test.each([
  ['repository: null', '{"repository":null,"sender":{"login":"mona"}}', 'events.delivery.push.%-.%-'],
  ['sender: null', '{"repository":{"id":7,"full_name":"a/b"},"sender":null}', 'events.delivery.push.a.b'],
  ['neither', '{}', 'events.delivery.push.%-.%-'],
  ['parts of other types', '{"repository":[],"sender":7,"action":{}}', 'events.delivery.push.%-.%-'],
  ['text beyond ASCII', '{"title":"Gr\u00fc\u00dfe \ud83d\udc4b \\u0000"}', 'events.delivery.push.%-.%-'],
  ['blanks around it', ' \n{"a":1}\n', 'events.delivery.push.%-.%-'],
])('a payload with %s is stored like any other', async (_, body, subject) => {
  const message = await stored(await acceptedSequence(ingress.url, { body }))
  expect(message.subject).toBe(subject)
  expect(Buffer.from(message.body()).toString('utf8')).toBe(body)
})

test.each(['ping', 'installation', 'an_event_of_next_year'])(
  'the event %s is stored like any other',
  async (event) => {
    const sequence = await acceptedSequence(ingress.url, { headers: { 'X-GitHub-Event': event } })
    expect(decodeDelivery(await stored(sequence)).event).toBe(event)
  },
)

test('a genuine payload that is form-encoded is stored as it was signed', async () => {
  const { body: json = '' } = genuineDeliveries().find(({ event }) => event === 'push') ?? {}
  const body = new URLSearchParams({ payload: json }).toString()
  const sequence = await acceptedSequence(ingress.url, {
    body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })
  const message = await stored(sequence)
  expect(Buffer.from(message.body()).toString('utf8')).toBe(body)
  const delivery = decodeDelivery(message)
  expect(delivery.payloadText).toBe(json)
  expect(delivery.repository?.fullName).toBe('Codertocat/Hello-World')
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
])(
  'a body that a proxy compressed with %s is verified and stored as it was before',
  async (encoding, compress) => {
    const body = JSON.stringify({ text: 'x'.repeat(100_000) })
    const sequence = await acceptedSequence(ingress.url, {
      body: compress(body),
      headers: { 'Content-Encoding': encoding, 'X-Hub-Signature-256': sign(body, SECRET) },
    })
    expect(Buffer.from((await stored(sequence)).body()).toString('utf8')).toBe(body)
  },
)

test('a body of exactly 25 MiB that does not compress is stored whole', async () => {
  const noise = createHmac('sha512', 'noise').update('0').digest('base64')
  const filler = Buffer.alloc(25 * 1024 * 1024 - 9, noise)
  for (let at = 0; at < filler.length - 64; at += 64) {
    filler.write(createHmac('sha256', 'noise').update(String(at)).digest('hex'), at, 'latin1')
  }
  const body = Buffer.concat([
    Buffer.from('{"pad":"'),
    filler.subarray(0, 25 * 1024 * 1024 - 10),
    Buffer.from('"}'),
  ])
  expect(body).toHaveLength(25 * 1024 * 1024)
  const message = await stored(await acceptedSequence(ingress.url, { body }))
  expect(Buffer.compare(message.body(), body)).toBe(0)
})

test('any of the secrets signs', async () => {
  expect((await postDelivery(ingress.url, { secret: OLD_SECRET })).status).toBe(202)
  expect((await postDelivery(ingress.url, { secret: 'neither of them' })).status).toBe(401)
})

test('unsigned deliveries are accepted where that is allowed by name, wrongly signed ones never', async () => {
  await using open = await startTestIngress(context.log, { receiving: { allowUnsigned: true } })
  expect((await postDelivery(open.url, { secret: null })).status).toBe(202)
  expect((await postDelivery(open.url, { secret: 'neither of them' })).status).toBe(401)
  await using bare = await startTestIngress(context.log, {
    receiving: { allowUnsigned: true, webhookSecrets: [] },
  })
  expect((await postDelivery(bare.url, { secret: 'of the hook' })).status).toBe(202)
})
