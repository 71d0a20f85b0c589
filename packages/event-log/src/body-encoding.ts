import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync } from 'node:zlib'
import { header, UndecodableMessageError } from '@octometer/event-contracts'
import { createFrameDecoder } from './zstd-decoder.ts'

export const BODY_ENCODING = 'zstd'

/** Above this, compressing would hold the event loop up for milliseconds. */
export const LARGE_BODY_BYTES = 1024 * 1024

// GitHub's largest body is 25 MiB; what claims to be four times that is no body of ours.
const MAX_BODY_BYTES = 100 * 1024 * 1024

const level1 = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const compressLarge = promisify(zstdCompress)

export function compressSmall(body: Uint8Array): Uint8Array {
  return zstdCompressSync(body, level1)
}

export async function compressInBackground(body: Uint8Array): Promise<Uint8Array> {
  return compressLarge(body, level1)
}

const decodeFrame = createFrameDecoder()

/** The body as it was before compression. Throws UndecodableMessageError. */
export function decodeBody(encoding: string | null, stored: Uint8Array): Uint8Array {
  if (encoding === null) return stored
  if (encoding !== BODY_ENCODING) {
    throw new UndecodableMessageError(`${header.encoding} is ${encoding}: only ${BODY_ENCODING} is known`)
  }
  try {
    return decodeFrame(stored, MAX_BODY_BYTES)
  } catch (cause) {
    throw new UndecodableMessageError('the stored body cannot be decompressed', { cause })
  }
}
