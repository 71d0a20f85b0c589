import { constants, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createFrameDecoder } from './zstd-decoder.ts'

const LIMIT = 10_000_000

function body(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * index) % 251))
}

test('frames of every size are opened, one after the other', () => {
  const decode = createFrameDecoder()
  for (const length of [0, 1, 17, 255, 256, 5_000, 65_791, 65_792, 1_000_000, 3]) {
    expect(decode(zstdCompressSync(body(length)), LIMIT)).toEqual(body(length))
  }
})

test('what the kept context cannot open does not harm the next frame', () => {
  const decode = createFrameDecoder()
  const frame = zstdCompressSync(body(5_000))
  const checked = zstdCompressSync(body(5_000), { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
  const broken = Buffer.from(checked)
  broken.writeUInt8(broken.readUInt8(broken.length - 1) ^ 0xff, broken.length - 1)
  for (const wrong of [
    broken,
    frame.subarray(0, 40),
    Buffer.from('not zstd, by any means'),
    Buffer.alloc(0),
  ]) {
    expect(() => decode(wrong, LIMIT)).toThrow()
    expect(decode(frame, LIMIT)).toEqual(body(5_000))
    expect(decode(checked, LIMIT)).toEqual(body(5_000))
  }
  // Whole but for its checksum: the context still waits for that when the next frame comes.
  for (const cut of [1, 2, 3, 4]) {
    expect(decode(checked.subarray(0, checked.length - cut), LIMIT)).toEqual(body(5_000))
    expect(decode(frame, LIMIT)).toEqual(body(5_000))
  }
})

test('a frame that holds more than is allowed is refused', () => {
  const decode = createFrameDecoder()
  expect(() => decode(zstdCompressSync(body(5_000)), 4_999)).toThrow()
  expect(decode(zstdCompressSync(body(5_000)), 5_000)).toEqual(body(5_000))
})
