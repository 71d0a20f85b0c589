import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { header, UndecodableMessageError } from '@octometer/event-contracts'
import { ZstdCompress, ZstdDecompress } from 'minizlib'
import { keepContext } from './zstd-context.ts'
import { frameContentBytes } from './zstd-frame.ts'

export const BODY_ENCODING = 'zstd'

/** Above this, compressing would hold the event loop up for milliseconds. */
export const LARGE_BODY_BYTES = 1024 * 1024

// GitHub's largest body is 25 MiB; what claims to be four times that is no body of ours.
const MAX_BODY_BYTES = 100 * 1024 * 1024

const level1 = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const compressLarge = promisify(zstdCompress)
const compressor = keepContext(() => new ZstdCompress({ ...level1, flush: constants.ZSTD_e_end }))
const decompressor = keepContext(() => new ZstdDecompress({}))

export function compressSmall(body: Uint8Array): Uint8Array {
  return compressor.run(body) ?? zstdCompressSync(body, level1)
}

export async function compressInBackground(body: Uint8Array): Promise<Uint8Array> {
  return compressLarge(body, level1)
}

/** The body as it was before compression. Throws UndecodableMessageError. */
export function decodeBody(encoding: string | null, stored: Uint8Array): Uint8Array {
  if (encoding === null) return stored
  if (encoding !== BODY_ENCODING) {
    throw new UndecodableMessageError(`${header.encoding} is ${encoding}: only ${BODY_ENCODING} is known`)
  }
  try {
    return decompress(stored)
  } catch (cause) {
    throw new UndecodableMessageError('the stored body cannot be decompressed', { cause })
  }
}

/**
 * What the kept context did not open whole is opened by a context of its own, which says what is wrong with it: an
 * earlier body may have left the kept one in the middle of a frame.
 */
function decompress(stored: Uint8Array): Uint8Array {
  const expected = frameContentBytes(stored)
  if (expected !== null && expected <= LARGE_BODY_BYTES) {
    const body = decompressor.run(stored)
    if (body?.length === expected) return body
    decompressor.discard()
  }
  return zstdDecompressSync(stored, { maxOutputLength: MAX_BODY_BYTES })
}
