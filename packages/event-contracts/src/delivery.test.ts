import { expect, test } from 'vitest'
import { decodeMessage } from './decode.ts'
import { type DeliveryMetadata, describePayload, encodeDelivery, parseBody } from './delivery.ts'
import { header, isImported, type StoredMessage, UndecodableMessageError } from './message.ts'

const metadata: DeliveryMetadata = {
  guid: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  event: 'issues',
  hookId: '12',
  targetType: 'repository',
  targetId: '7',
  receivedAt: new Date('2026-01-05T12:00:00.123Z'),
  contentType: 'application/json',
  signature: 'sha256=ab',
  source: 'webhook',
}

function stored(of: DeliveryMetadata, body: string | Uint8Array): StoredMessage {
  const { subject, headers, messageId } = encodeDelivery(of, null)
  return {
    subject,
    sequence: 1,
    header: (name) => (name === header.messageId ? messageId : (headers[name] ?? null)),
    body: () => (typeof body === 'string' ? Buffer.from(body) : body),
  }
}

test('what is encoded is decoded: metadata, payload and the exact text', () => {
  const body =
    '{ "action": "opened",\n "repository": {"id": 7, "full_name": "Acme/next.js"}, "sender": {"login": "ghost"} }'
  const message = decodeMessage(stored(metadata, body))
  expect(message).toMatchObject({
    kind: 'delivery',
    delivery: {
      ...metadata,
      action: 'opened',
      repository: { id: 7, owner: 'Acme', name: 'next.js', fullName: 'Acme/next.js' },
      sender: 'ghost',
      body,
      payloadText: body,
    },
  })
})

test.each([
  ['webhook', false],
  ['recovery', false],
  ['import', true],
  ['gharchive', true],
] as const)('a delivery of source %s is history: %s', (source, isHistory) => {
  const message = stored({ ...metadata, source }, '{}')
  expect(decodeMessage(message)).toMatchObject({ delivery: { source } })
  expect(isImported(message)).toBe(isHistory)
})

test('a form-encoded body holds its JSON in the field payload', () => {
  const form = new URLSearchParams({ payload: '{"zen":"a+b & c"}' }).toString()
  const { payload, payloadText, body } = parseBody(Buffer.from(form), 'application/x-www-form-urlencoded')
  expect([payload, payloadText, body]).toEqual([{ zen: 'a+b & c' }, '{"zen":"a+b & c"}', form])
})

test('what holds no JSON object says what is wrong', () => {
  const wrong: [string | Uint8Array, RegExp][] = [
    ['[1]', /not an object/],
    ['null', /not an object/],
    ['{"a":', /not JSON/],
    ['', /not JSON/],
    [Uint8Array.of(0x7b, 0xff, 0x7d), /UTF-8/],
    ['\uFEFF{}', /not JSON/],
  ]
  for (const [body, reason] of wrong) {
    expect(() => decodeMessage(stored(metadata, body))).toThrow(reason)
    expect(() => decodeMessage(stored(metadata, body))).toThrow(UndecodableMessageError)
  }
})

test('a payload may leave out or null everything that describes it', () => {
  for (const payload of [
    {},
    { repository: null, sender: null, action: null },
    { repository: 'x', sender: [], action: 1 },
  ]) {
    expect(describePayload(payload)).toEqual({ action: null, repository: null, sender: null })
  }
})

test('a message without the headers that we always write is undecodable', () => {
  const message = { ...stored(metadata, '{}'), header: () => null }
  expect(() => decodeMessage(message)).toThrow(/header .* is missing/)
})
