import { encodeDelivery, type StoredMessage } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { forwardedDelivery, forwardedHeaders } from './forwarded-request.ts'

type Parts = Partial<Parameters<typeof encodeDelivery>[0]>

function stored(body: string, parts: Parts = {}): StoredMessage {
  const encoded = encodeDelivery(
    {
      ...{ guid: 'g1', event: 'push', hookId: '42', targetType: 'repository', targetId: '7' },
      receivedAt: new Date('2026-01-05T10:00:00Z'),
      ...{ contentType: 'application/json', signature: 'sha256=github', source: 'webhook' },
      ...parts,
    },
    null,
  )
  return {
    subject: encoded.subject,
    sequence: 1,
    header: (name) => (name === 'Nats-Msg-Id' ? encoded.messageId : (encoded.headers[name] ?? null)),
    body: () => Buffer.from(body),
  }
}

// The example of GitHub's documentation, "Testing the webhook payload validation", though its body is no JSON.
const GITHUB_SECRET = "It's a Secret to Everybody"
const GITHUB_SIGNATURE = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'

test('the signature is that of GitHub for the same bytes and secret', () => {
  const delivery = { ...forwardedDelivery(stored('{}')), body: Buffer.from('Hello, World!') }
  expect(forwardedHeaders(delivery, GITHUB_SECRET)['X-Hub-Signature-256']).toBe(GITHUB_SIGNATURE)
})

test('the bytes and the headers are those that GitHub sent, under the same GUID', () => {
  const body = 'payload=%7B%22action%22%3A%22opened%22%7D'
  const form = forwardedDelivery(stored(body, { contentType: 'application/x-www-form-urlencoded' }))
  expect(Buffer.from(form.body).toString()).toBe(body)
  expect(form.action).toBe('opened')
  expect(forwardedHeaders(form, 'secret')).toMatchObject({
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-GitHub-Delivery': 'g1',
    'X-GitHub-Event': 'push',
    'X-GitHub-Hook-ID': '42',
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    'X-GitHub-Hook-Installation-Target-ID': '7',
  })
})

test('what is not known of a delivery is not said', () => {
  const headers = forwardedHeaders(
    forwardedDelivery(stored('{}', { hookId: null, targetType: null, targetId: null })),
    'secret',
  )
  expect(Object.keys(headers).filter((name) => name.startsWith('X-GitHub-Hook'))).toEqual([])
})

test('a delivery that nobody signed is told from one that GitHub vouches for', () => {
  expect(forwardedDelivery(stored('{}')).isVerified).toBe(true)
  expect(forwardedDelivery(stored('{}', { signature: null })).isVerified).toBe(false)
  expect(forwardedDelivery(stored('{}', { signature: null, source: 'recovery' })).isVerified).toBe(true)
})
