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
