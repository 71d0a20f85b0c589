import { createZstdDecompress, zstdDecompressSync } from 'node:zlib'

/** Opens a zstd frame into a buffer of its own, of at most `maxBytes`. Throws zlib's error. */
export type DecodeFrame = (frame: Uint8Array, maxBytes: number) => Uint8Array

/** What of a zlib stream decompresses at once. Node does not document it: what is not so is not used. */
interface Engine {
  readonly destroyed: boolean
  readonly _handle: { writeSync(...args: unknown[]): void }
  /** Bytes that were left of the output and of the input. */
  readonly _writeState: Uint32Array
}

const NO_FLUSH = 0

/**
 * Decodes with one context that is kept: `zstdDecompressSync` makes a new one for every call, which takes several
 * times as long as opening a delivery (making it asks the CPU what it can do, and a virtual machine traps that). What
 * the kept context does not open completely is opened by `zstdDecompressSync`, which says what is wrong with it.
 */
export function createFrameDecoder(): DecodeFrame {
  let engine = openEngine()
  return (frame, maxBytes) => {
    const size = contentSize(frame)
    if (engine !== null && size !== null && size <= maxBytes) {
      const output = Buffer.allocUnsafe(size)
      if (decodeInto(engine, frame, output)) return output
      engine = openEngine()
    }
    return zstdDecompressSync(frame, { maxOutputLength: maxBytes })
  }
}

function decodeInto(engine: Engine, frame: Uint8Array, output: Uint8Array): boolean {
  engine._handle.writeSync(NO_FLUSH, frame, 0, frame.length, output, 0, output.length)
  const [outputLeft, inputLeft] = engine._writeState
  return !engine.destroyed && outputLeft === 0 && inputLeft === 0
}

function openEngine(): Engine | null {
  const engine: object = createZstdDecompress().on('error', () => undefined)
  return isEngine(engine) ? engine : null
}

function isEngine(stream: object): stream is Engine {
  return '_handle' in stream && '_writeState' in stream && stream._writeState instanceof Uint32Array
}

const MAGIC = 0xfd2fb528
const SINGLE_SEGMENT = 0x20
/** Bytes of the dictionary's id and of the content's size, by their flags (RFC 8878, 3.1.1.1.1). */
const DICTIONARY_BYTES = [0, 1, 2, 4]
const SIZE_BYTES = [0, 2, 4, 8]

/** The length that a frame's header tells; null when it does not. An empty body is left to zlib. */
function contentSize(frame: Uint8Array): number | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
  if (bytes.length < 18 || bytes.readUInt32LE(0) !== MAGIC) return null
  const descriptor = bytes.readUInt8(4)
  const single = (descriptor & SINGLE_SEGMENT) !== 0
  const at = 5 + (single ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] ?? 0)
  switch (SIZE_BYTES[descriptor >> 6]) {
    case 2:
      return bytes.readUInt16LE(at) + 256
    case 4:
      return bytes.readUInt32LE(at)
    case 8:
      return Number(bytes.readBigUInt64LE(at))
    default:
      return single ? bytes.readUInt8(at) || null : null
  }
}
