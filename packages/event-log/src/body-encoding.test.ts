import { constants, zstdCompressSync } from 'node:zlib'
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

test('what the kept context cannot open does not harm the next body', () => {
  const frame = compressSmall(body)
  const checked = zstdCompressSync(body, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
  const broken = Buffer.from(checked)
  broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 0xff, broken.length - 1)
  for (const wrong of [broken, frame.subarray(0, 20), Buffer.alloc(0)]) {
    expect(() => decodeBody(BODY_ENCODING, wrong)).toThrow(UndecodableMessageError)
    expect(Buffer.compare(decodeBody(BODY_ENCODING, frame), body)).toBe(0)
    expect(Buffer.compare(decodeBody(BODY_ENCODING, checked), body)).toBe(0)
  }
  // Bytes behind a frame are the beginning of no other.
  for (let turn = 0; turn < 3; turn += 1) {
    expect(Buffer.compare(decodeBody(BODY_ENCODING, Buffer.concat([frame, Buffer.from('x')])), body)).toBe(0)
    expect(Buffer.compare(decodeBody(BODY_ENCODING, frame), body)).toBe(0)
  }
})

test('bodies of all sizes come back from one context', () => {
  for (const length of [0, 1, 17, 255, 256, 65_791, 65_792, 1_000_000, 2_000_000]) {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * index) % 251))
    expect(Buffer.compare(decodeBody(BODY_ENCODING, compressSmall(bytes)), bytes)).toBe(0)
  }
})
