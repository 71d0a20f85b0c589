import {
  encodeDelivery,
  header,
  type StoredMessage,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { createSharedDecoder } from './shared-decoder.ts'

function storedPush(guid: string, sequence: number | null, text: string): StoredMessage & { opened: number } {
  const { subject, headers } = encodeDelivery(
    {
      guid,
      event: 'push',
      hookId: null,
      targetType: null,
      targetId: null,
      receivedAt: new Date('2026-03-01T00:00:00Z'),
      contentType: 'application/json',
      signature: null,
      source: 'webhook',
    },
    null,
  )
  const message = {
    opened: 0,
    subject,
    sequence,
    header: (name: string) => (name === header.messageId ? guid : (headers[name] ?? null)),
    body() {
      message.opened += 1
      return Buffer.from(text)
    },
  }
  return message
}

const text = JSON.stringify({ ref: 'x'.repeat(500) })

test('a message is opened once for all who read it, another attempt by itself', () => {
  const decode = createSharedDecoder()
  const first = storedPush('a', 1, text)
  expect(decode(first)).toBe(decode(storedPush('a', 1, text)))
  expect(first.opened).toBe(1)
  const again = storedPush('a', 2, text)
  expect(decode(again)).not.toBe(decode(first))
  expect(again.opened).toBe(1)
})

test('the archive’s messages have no position: each is opened by itself', () => {
  const decode = createSharedDecoder()
  const archived = storedPush('a', null, text)
  decode(archived)
  decode(archived)
  expect(archived.opened).toBe(2)
})

test('the oldest are forgotten, and what is too large is not kept', () => {
  const decode = createSharedDecoder(2 * text.length)
  const messages = [1, 2, 3].map((sequence) => storedPush('a', sequence, text))
  for (const message of [...messages, ...messages.slice(1), ...messages.slice(0, 1)]) decode(message)
  expect(messages.map(({ opened }) => opened)).toEqual([2, 1, 1])
  const large = storedPush('b', 9, JSON.stringify({ ref: 'x'.repeat(5_000) }))
  decode(large)
  decode(large)
  expect(large.opened).toBe(2)
})

test('what cannot be opened is not kept', () => {
  const decode = createSharedDecoder()
  const broken = storedPush('a', 1, '[')
  for (let turn = 0; turn < 2; turn += 1) expect(() => decode(broken)).toThrow(UndecodableMessageError)
  expect(broken.opened).toBe(2)
})
