import { UndecodableMessageError } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { BODY_ENCODING, compressInBackground, compressSmall, decodeBody } from './body-encoding.ts'

const body = Buffer.from(JSON.stringify({ text: 'x'.repeat(10_000) }))

test('what was compressed either way comes back', async () => {
  for (const stored of [compressSmall(body), await compressInBackground(body)]) {
    expect(stored.length).toBeLessThan(200)
    expect(Buffer.compare(decodeBody(BODY_ENCODING, stored), body)).toBe(0)
  }
  expect(decodeBody(null, body)).toBe(body)
})

test('broken bytes, an unknown encoding and a bomb are undecodable', () => {
  const bomb = compressSmall(Buffer.alloc(101 * 1024 * 1024))
  expect(() => decodeBody(BODY_ENCODING, body)).toThrow(UndecodableMessageError)
  expect(() => decodeBody('gzip', body)).toThrow(/gzip/)
  expect(() => decodeBody(BODY_ENCODING, bomb)).toThrow(UndecodableMessageError)
})

test('a frame that is cut off is undecodable, and the next one is not', () => {
  const stored = compressSmall(Buffer.from(JSON.stringify(Array.from({ length: 5_000 }, Math.random))))
  const cut = stored.subarray(0, stored.length - 10)
  expect(() => decodeBody(BODY_ENCODING, cut)).toThrow(UndecodableMessageError)
  expect(Buffer.compare(decodeBody(BODY_ENCODING, compressSmall(body)), body)).toBe(0)
})

test('bodies of all sizes come back from one context', () => {
  for (const length of [0, 1, 255, 256, 65_791, 65_792, 1_000_000]) {
    const bytes = Buffer.alloc(length, 'octo')
    expect(Buffer.compare(decodeBody(BODY_ENCODING, compressSmall(bytes)), bytes)).toBe(0)
  }
})
