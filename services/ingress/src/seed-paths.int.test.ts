import { randomUUID } from 'node:crypto'
import { genuineDeliveries } from '@octometer/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestIngress, startTestLog, type TestLog } from './ingress.fixture.ts'
import type { IngressService } from './ingress.ts'
import { acceptedSequence, postDelivery } from './post-delivery.fixture.ts'

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

const guid = randomUUID()
const asGuid = { headers: { 'X-GitHub-Delivery': guid } }

test('seed 003: POST /metrics', async () => {
  const path = '/metrics'
  const answer = await postDelivery(ingress.url, { path, ...asGuid })
  expect([answer.status, answer.body]).toEqual([200, { status: 'ok', delivery_id: guid }])
  const missing = await postDelivery(ingress.url, { path, secret: null })
  expect([missing.status, missing.body.detail]).toEqual([403, 'x-hub-signature-256 header is missing!'])
  const wrong = await postDelivery(ingress.url, { path, secret: 'wrong' })
  expect([wrong.status, wrong.body.detail]).toEqual([403, "Request signatures didn't match!"])
  const malformed = await postDelivery(ingress.url, { path, body: '{' })
  expect([malformed.status, malformed.body.detail]).toEqual([400, 'Invalid JSON payload'])
  const scraped = await fetch(`${ingress.url}/metrics`)
  expect(await scraped.text()).toContain('octo_ingress_deliveries_total{outcome="accepted"}')
})

test('seed 000: POST /api/monitor/webhook', async () => {
  const path = '/api/monitor/webhook'
  const { body = '' } = genuineDeliveries().find(({ event }) => event === 'release') ?? {}
  const answer = await postDelivery(ingress.url, { path, body, headers: { 'X-GitHub-Event': 'release' } })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    event: 'release',
    action: 'published',
    tag_name: '0.0.1',
    processed: true,
  })
  for (const secret of [null, 'wrong']) {
    const refused = await postDelivery(ingress.url, { path, secret })
    expect([refused.status, refused.body.detail]).toEqual([403, 'Invalid signature'])
  }
})

test('seed 000: every genuine payload is answered', async () => {
  const answers = await Promise.all(
    genuineDeliveries().map(({ event, body }) =>
      postDelivery(ingress.url, {
        path: '/api/monitor/webhook',
        body,
        headers: { 'X-GitHub-Event': event },
      }),
    ),
  )
  expect(answers).toHaveLength(329)
  expect(answers.filter(({ status, body }) => status !== 200 || body.processed !== true)).toEqual([])
})

test('seed 001: POST /api/v1/webhooks/github', async () => {
  const path = '/api/v1/webhooks/github'
  const delivery_id = randomUUID()
  const delivery = { path, headers: { 'X-GitHub-Delivery': delivery_id } }
  const first = await postDelivery(ingress.url, delivery)
  expect([first.status, first.body]).toEqual([200, { status: 'success', event_type: 'push', delivery_id }])
  const second = await postDelivery(ingress.url, delivery)
  expect([second.status, second.body]).toEqual([200, { status: 'already_processed', delivery_id }])
  const wrong = await postDelivery(ingress.url, { path, secret: 'wrong' })
  expect([wrong.status, wrong.body.detail]).toEqual([401, 'Invalid webhook signature'])
})

test('seed 004: POST /api/webhooks/github', async () => {
  const path = '/api/webhooks/github'
  const handled = await postDelivery(ingress.url, { path })
  expect([handled.status, handled.body]).toEqual([200, { message: 'Event push processed successfully' }])
  const other = await postDelivery(ingress.url, { path, headers: { 'X-GitHub-Event': 'star' } })
  expect(other.body).toEqual({ message: 'Event type star received but not handled' })
  const wrong = await postDelivery(ingress.url, { path, secret: 'wrong' })
  expect(wrong.status).toBe(401)
  expect(wrong.body).toMatchObject({ code: 'signature_mismatch', error: 'Invalid signature' })
})

test('a delivery is one delivery on whichever path it comes', async () => {
  const delivery = { headers: { 'X-GitHub-Delivery': randomUUID() } }
  const sequence = await acceptedSequence(ingress.url, delivery)
  for (const path of [
    '/metrics',
    '/api/monitor/webhook',
    '/api/v1/webhooks/github',
    '/api/webhooks/github',
  ]) {
    expect((await postDelivery(ingress.url, { ...delivery, path })).status).toBe(200)
  }
  expect(await acceptedSequence(ingress.url)).toBe(sequence + 1)
})
